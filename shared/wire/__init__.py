"""What travels over MQTT and at enrollment, spelt once for both sides."""
