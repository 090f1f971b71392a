namespace Commerce.Shopping;

/// <summary>A setting has a value that it cannot have; the message says which, in a line.</summary>
public sealed class SettingException(string message) : Exception(message);
