using Commerce.Sqlite;
using Microsoft.Data.Sqlite;

namespace Commerce.Journal;

/// <summary>Takes people's keys out of a journal for good.</summary>
internal static class ErasedSubjects
{
    /// <summary>
    /// Deletes the key and its bytes, and notes it, in one transaction; whether there was one.
    /// </summary>
    public static bool Erase(this SqliteConnection connection, string subject, DateTimeOffset at)
    {
        connection.Run("PRAGMA secure_delete = ON");
        using var transaction = connection.BeginTransaction();
        using var note = connection.CreateCommand();
        note.CommandText = "INSERT INTO erasures VALUES ($subject, $at) ON CONFLICT DO NOTHING";
        note.Parameters.AddWithValue("$subject", subject);
        note.Parameters.AddWithValue("$at", at.ToUnixTimeMilliseconds());
        note.ExecuteNonQuery();
        using var delete = connection.CreateCommand();
        delete.CommandText = "DELETE FROM subject_keys WHERE subject = $subject";
        delete.Parameters.AddWithValue("$subject", subject);
        var found = delete.ExecuteNonQuery() > 0;
        transaction.Commit();
        connection.Run("PRAGMA secure_delete = OFF");
        return found;
    }
}
