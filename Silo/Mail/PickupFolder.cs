namespace Commerce.Notifications;

/// <summary>
/// Puts mails into a folder, a file each, as mail servers pick them up and people read them where
/// a store is tried.
/// </summary>
internal sealed class PickupFolder(string folder, MailMessages messages) : IMailPort
{
    /// <summary>Written aside and moved: nobody picks up half a mail.</summary>
    public async Task Send(OutgoingMail mail)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var path = Path.Combine(folder, $"{mail.Id}.eml");
            using var message = messages.Open(mail);
            await message.WriteToAsync(path + ".new");
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MailNotTakenException("no folder", isFinal: false, e);
        }
    }
}
