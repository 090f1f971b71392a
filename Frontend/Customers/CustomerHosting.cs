namespace Commerce.Customers;

internal static class CustomerHosting
{
    public static IServiceCollection AddCustomers(this IServiceCollection services) =>
        services
            .AddSingleton<PasswordHashes>()
            .AddSingleton<PasswordRules>()
            .AddSingleton<PasswordSignIn>()
            .AddSingleton<Registrations>()
            .AddSingleton<AddressBook>();

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapAccounts();
        routes.MapMe();
        routes.MapAddresses();
        routes.MapConsents();
        routes.MapWishlist();
        routes.MapSessions();
        routes.MapCustomerAdmin();
    }
}
