"""The console's pages: one module per noun, one template per URL."""
