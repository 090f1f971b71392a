using System.Globalization;
using Commerce.EventSourcing;
using Orleans.Streams;

namespace Commerce.Streams;

/// <summary>Puts the journal's news on Orleans streams.</summary>
internal static class JournalStreams
{
    /// <summary>The name of the provider.</summary>
    public const string Provider = "journal";

    /// <summary>How soon a receiver that was told of something is asked again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// How long somebody is told again what he did not take: he finds it in the journal.
    /// </summary>
    private static readonly TimeSpan DeliveryMax = TimeSpan.FromSeconds(5);

    /// <summary>The stream that tells what happens in a part.</summary>
    public static StreamId Of(int part) =>
        StreamId.Create(Part.Namespace, part.ToString(CultureInfo.InvariantCulture));

    public static void AddJournalStreams(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<Dealer>()
            .AddHostedService(services => services.GetRequiredService<Dealer>());
        silo.AddPersistentStreams(
            Provider,
            (services, name) => new JournalAdapter(name, services.GetRequiredService<Dealer>()),
            streams =>
            {
                streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
                streams.ConfigurePullingAgent(agent =>
                    agent.Configure(options =>
                    {
                        options.GetQueueMsgsTimerPeriod = Pause;
                        options.MaxEventDeliveryTime = DeliveryMax;
                    })
                );
            }
        );
    }
}
