using System.Diagnostics;

namespace Commerce.Telemetry;

/// <summary>
/// Takes a traced request along from grain to grain. A call of one that is not traced pays nothing
/// for those that are.
/// </summary>
internal sealed class GrainCalls : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private const string Caller = "traceparent";

    public Task Invoke(IOutgoingGrainCallContext context) =>
        Activity.Current is { Recorded: true } ? Call(context) : context.Invoke();

    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(Caller) is string text
        && ActivityContext.TryParse(text, traceState: null, isRemote: true, out var caller)
            ? Answer(context, caller)
            : context.Invoke();

    private static async Task Call(IOutgoingGrainCallContext context)
    {
        using var span = Spans.Call(NameOf(context));
        RequestContext.Set(Caller, Activity.Current!.Id!);
        await Invoke(context, span);
    }

    private static async Task Answer(IIncomingGrainCallContext context, ActivityContext caller)
    {
        using var span = Spans.Answer(NameOf(context), caller);
        span?.SetTag("commerce.grain", $"{context.TargetId}");
        await Invoke(context, span);
    }

    private static async Task Invoke(IGrainCallContext context, Activity? span)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    private static string NameOf(IGrainCallContext context) =>
        $"{context.InterfaceName}/{context.MethodName}";
}
