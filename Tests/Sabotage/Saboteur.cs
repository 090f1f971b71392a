using Commerce.EventSourcing;
using Commerce.Payments;

namespace Commerce.Sabotage;

/// <summary>Puts the faults that were asked for into a store.</summary>
internal static class Saboteur
{
    public static void Sabotage(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        if (CrashPoint.Parse(settings["crash"], settings["linger"]) is { } crash)
        {
            builder.Services.Wrap<IJournal>(journal => new CrashingJournal(journal, crash));
            builder.Services.Wrap<IPaymentProviderPort>(port => new CrashingPort(port, crash));
        }

        switch (settings["fault"])
        {
            case null:
                break;
            case "acknowledge-before-append":
                builder.Services.Wrap<IJournal>(journal => new HastyJournal(journal));
                break;
            case "half-a-decision":
                builder.Services.Wrap<IJournal>(journal => new HalvingJournal(journal));
                break;
            case "no-expiry":
                builder.Services.Wrap<IJournal>(journal => new AlarmlessJournal(journal));
                break;
            case "two-writers":
                builder.Services.Wrap<IJournal>(journal => new TwinJournal(journal));
                break;
            case "no-fence":
                builder.Services.Wrap<IJournal>(journal => new UnfencedJournal(journal));
                builder.Services.Wrap<IJournal>(journal => new TwinJournal(journal));
                break;
            case "new-provider-key-per-retry":
                builder.Services.Wrap<IPaymentProviderPort>(port => new ForgetfulPort(port));
                break;
            case "reads-undurable-state":
                KnownBad.ReadsUndurableState = true;
                break;
            case "forgets-order-is-placed":
                KnownBad.ForgetsThatAnOrderIsPlaced = true;
                break;
            case "confirms-before-stock-is-sold":
                KnownBad.ConfirmsBeforeStockIsSold = true;
                break;
            case "forgets-unpaid-claims":
                KnownBad.ForgetsUnpaidClaims = true;
                break;
            case { } unknown:
                throw new ArgumentException($"Nobody knows the fault {unknown}.", nameof(builder));
        }
    }

    /// <summary>Puts something around what was registered last.</summary>
    private static void Wrap<T>(this IServiceCollection services, Func<T, T> around)
        where T : class
    {
        var inner = services.Last(each => each.ServiceType == typeof(T));
        services.AddSingleton(provider => around((T)Make(inner, provider)));
    }

    private static object Make(ServiceDescriptor inner, IServiceProvider provider) =>
        inner.ImplementationInstance
        ?? inner.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!);
}
