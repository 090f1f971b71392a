using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Commerce.Platform;

/// <summary>An order's or a payment's process that is not at rest.</summary>
/// <param name="Type"><c>order</c> or <c>payment</c>.</param>
/// <param name="State">
/// <c>running</c>, or <c>waiting</c> for the shopper, who may take until it is due.
/// </param>
/// <param name="Step">What it is at: <c>hold</c>, <c>authorize</c>, <c>give_back</c>, …</param>
/// <param name="Since">When it came to the step.</param>
/// <param name="Due">When the step should be done: one that runs later is stuck.</param>
/// <param name="Why">What stands in its way, if that is known.</param>
/// <param name="NextTry">When it goes on by itself; <c>null</c>: it needs somebody.</param>
/// <param name="Tries">How often a provider that is silent was asked.</param>
/// <param name="Order">The order that a payment is for.</param>
/// <param name="HeldUntil">For the next event: until when the order's units are held.</param>
/// <param name="Pending">For the next event: operations that are out.</param>
/// <param name="IsAbandoned">For the next event: whether the money is unwanted.</param>
/// <param name="Refusals">For the next event: how often the money was not taken back.</param>
public sealed record ProcessRow(
    string Id,
    string Type,
    string State,
    string Step,
    DateTimeOffset Since,
    DateTimeOffset Due,
    long Version,
    string? Why = null,
    DateTimeOffset? NextTry = null,
    int? Tries = null,
    string? Order = null,
    DateTimeOffset? HeldUntil = null,
    ImmutableArray<string>? Pending = null,
    bool? IsAbandoned = null,
    int? Refusals = null
)
{
    public const string Running = "running";
    public const string Waiting = "waiting";

    /// <summary>The same process at a step, where it was perhaps already.</summary>
    /// <param name="patience">How long the step may take.</param>
    public ProcessRow At(string step, DateTimeOffset now, TimeSpan patience) =>
        this with
        {
            State = Running,
            Step = step,
            Since = Step == step ? Since : now,
            Due = Step == step && State == Running ? Due : now + patience,
            Why = Step == step ? Why : null,
            NextTry = now + patience,
        };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ProcessRow))]
internal sealed partial class ProcessRowJson : JsonSerializerContext;
