namespace Commerce.Http;

/// <summary>
/// Whether this process may speak for the store. One that stood still for so long that others may
/// have taken over its grains must say nothing before it has heard what happened meanwhile.
/// </summary>
public class Door
{
    /// <summary>Open, unless whoever runs grains here knows better.</summary>
    public virtual bool IsOpen => true;
}

/// <summary>Sends everybody away while the door is closed, but who asks whether it is.</summary>
internal static class ClosedDoor
{
    public static void UseDoor(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<Door>();
        app.Use(
            (context, next) =>
                door.IsOpen || context.Request.Path is { Value: "/livez" or "/readyz" }
                    ? next(context)
                    : OutcomeResults
                        .Of(StatusCodes.Status503ServiceUnavailable)
                        .ExecuteAsync(context)
        );
    }
}
