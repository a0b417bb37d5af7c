"""What happened, in order: the activity that people read and that pages listen to."""
