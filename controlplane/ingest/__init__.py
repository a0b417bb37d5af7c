"""MQTT in and out: what devices say becomes rows, what they are to be told goes out."""
