"""The Mosquitto child: its configuration, its access list, its life."""
