"""What devices reach over HTTPS: anchors, enrollment, both repositories, blobs."""
