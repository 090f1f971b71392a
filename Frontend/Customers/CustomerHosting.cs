using Commerce.Notifications;
using Commerce.Shopping;

namespace Commerce.Customers;

internal static class CustomerHosting
{
    /// <exception cref="Http.SettingException">A setting cannot be meant.</exception>
    public static IServiceCollection AddCustomers(
        this IServiceCollection services,
        IConfiguration settings
    ) =>
        services
            .AddSingleton(BreachedPasswords.Read(settings))
            .AddSingleton<PasswordHashes>()
            .AddSingleton<PasswordRules>()
            .AddSingleton<PasswordSignIn>()
            .AddSingleton<Registrations>()
            .AddSingleton<AddressBook>()
            .AddSingleton<Profiles>()
            .AddSingleton<Consents>()
            .AddSingleton<ShopPlace>()
            .AddSingleton<Mails>()
            .AddSingleton<AccountMails>()
            .AddSingleton<EmailQuestions>()
            .AddSingleton<EmailProofs>()
            .AddSingleton<PasswordChanges>()
            .AddSingleton<ForgottenPasswords>()
            .AddHostedService(services => services.GetRequiredService<ForgottenPasswords>());

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapAccounts();
        routes.MapMe();
        routes.MapEmails();
        routes.MapPasswords();
        routes.MapAddresses();
        routes.MapConsents();
        routes.MapWishlist();
        routes.MapSessions();
        routes.MapCustomerAdmin();
    }
}
