namespace Commerce.Notifications;

internal static class MailHosting
{
    /// <param name="builder">The host whose grains send mails.</param>
    /// <param name="folder">Of the store: where mails are put that nobody delivers.</param>
    public static void AddMail(this WebApplicationBuilder builder, string folder)
    {
        var settings = MailSettings.Read(builder.Configuration);
        builder
            .Services.AddSingleton(settings)
            .AddSingleton<MailMessages>()
            .AddSingleton<IMailPort>(services =>
            {
                var messages = services.GetRequiredService<MailMessages>();
                return settings.Smtp is { } server
                    ? new SmtpServer(server, messages)
                    : new PickupFolder(Path.Combine(folder, "mail"), messages);
            });
    }
}
