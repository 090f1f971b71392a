using Commerce.Http;

namespace Commerce.Carts;

/// <param name="MergeAtLogin">What becomes of a guest's cart when they sign in.</param>
internal sealed record CartSettings(MergeMode MergeAtLogin)
{
    private const string Name = "Carts:MergeAtLogin";

    /// <exception cref="SettingException">A value is none.</exception>
    public static CartSettings Read(IConfiguration settings) =>
        new(
            settings[Name] switch
            {
                null or "merge" => MergeMode.Merge,
                "mine" => MergeMode.Mine,
                "theirs" => MergeMode.Theirs,
                var other => throw new SettingException(
                    $"{Name} is merge, mine or theirs, not '{other}'."
                ),
            }
        );
}
