namespace Commerce.Customers;

internal static class CustomerHosting
{
    public static IServiceCollection AddCustomers(this IServiceCollection services) =>
        services
            .AddSingleton<PasswordHashes>()
            .AddSingleton<PasswordRules>()
            .AddSingleton<PasswordSignIn>()
            .AddSingleton<Registrations>();

    public static void MapCustomers(this IEndpointRouteBuilder routes)
    {
        routes.MapAccounts();
    }
}
