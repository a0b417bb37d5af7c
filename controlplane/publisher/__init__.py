"""The offline keys' tools: key ceremony, bundles, image repository. No server module imports it."""
