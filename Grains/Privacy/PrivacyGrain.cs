using Commerce.Customers;
using Commerce.EventSourcing;

namespace Commerce.Privacy;

/// <summary>What may be asked; how somebody is forgotten is beside this.</summary>
[GrainType("privacy")]
public sealed partial class PrivacyGrain(
    AggregateRuntime runtime,
    ISubjectKeys subjects,
    PrivacySettings settings
) : AggregateGrain<PersonalRights, PrivacyEvent>(runtime), IPrivacyGrain
{
    private CustomerId Customer => new(this.GetPrimaryKeyString());

    public Task<Outcome<ExportTold>> AskExport(string? key)
    {
        var id = new ExportId(Runtime.Ids.New(ExportId.Prefix));
        return Transact((rights, now) => rights.AskExport(id, key, settings.ExportsKept, now));
    }

    public Task<Outcome<ExportTold>> GetExport(ExportId export) =>
        Task.FromResult(State.Export(export, Now));

    public async Task<Outcome<ErasureTold>> AskErasure(ErasureCause cause)
    {
        var asked = await Settle((rights, _) => rights.AskErasure(cause));
        if (!asked.IsAccepted)
            return asked.Rejection;

        // What cannot be done now is by the alarm.
        await Drive().EndsWithin(CommandMax, Runtime.Time);
        return await GetErasure();
    }

    public Task<Outcome<ErasureTold>> GetErasure() =>
        Task.FromResult<Outcome<ErasureTold>>(
            State.Erasure is { } course
                ? new ErasureTold(
                    course.AskedAt,
                    course.Cause,
                    course is { HasLooked: true, OrdersKept: 0 },
                    course.OrdersKept,
                    Version
                )
                : PrivacyRejections.NoErasure
        );

    protected override Task OnWake() => State.WakeAt <= Now ? Drive() : Task.CompletedTask;
}
