"""What is loaded: slots, the engine children behind them, and who may ask them."""
