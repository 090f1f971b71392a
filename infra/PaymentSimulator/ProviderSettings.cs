namespace PaymentSimulator;

/// <summary>How a provider is set up; each setting has a default.</summary>
public sealed record ProviderSettings
{
    /// <summary>
    /// The ledger's file, made if missing; one process at a time may have it open.
    /// </summary>
    public string Ledger { get; init; } = "data/provider.db";

    /// <summary>Where webhooks are posted to. None: no webhook is recorded or sent.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>
    /// Signs the webhooks: <c>whsec_</c> and base64, or any text. Needed where webhooks are sent.
    /// </summary>
    public string Secret { get; init; } = "";

    /// <summary>
    /// Where payers reach the pages of the hosting program. None: next actions are paths.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>How long <c>tok_slow</c> takes.</summary>
    public TimeSpan SlowAnswer { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How late the webhook of <c>tok_charged_but_lost</c> is, and each repetition of
    /// <c>tok_duplicate_webhooks</c>.
    /// </summary>
    public TimeSpan LostWebhookDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long any operation takes before the provider looks at it.</summary>
    public TimeSpan Latency { get; init; }
}
