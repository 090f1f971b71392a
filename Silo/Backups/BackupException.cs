namespace Commerce.Backups;

/// <summary>It is not done, and nothing was changed; the message is one line for people.</summary>
internal sealed class BackupException(string message) : Exception(message);
