"""The link to the control plane over MQTT; everything that arrives by it is a hint."""
