"""What pages show, made of what the domains know. Pure: values in, values out."""
