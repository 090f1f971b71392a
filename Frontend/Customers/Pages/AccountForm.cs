using Commerce.Http;
using Commerce.Shopping;
using Microsoft.AspNetCore.Components;
using Refusal = Commerce.Shopping.Refusal;

namespace Commerce.Customers.Pages;

/// <summary>A form as it is shown: what it says, and why it came back, if it did.</summary>
/// <param name="Wrong">The fields whose answers were not taken.</param>
/// <param name="IsDone">Whether it was taken a moment ago.</param>
public sealed record AccountForm(
    IReadOnlyDictionary<string, string> Answers,
    IReadOnlyList<string> Wrong,
    Said? Said = null,
    bool IsDone = false
)
{
    public const string Phone = "phone";

    /// <summary>Nothing was answered yet.</summary>
    public static AccountForm Empty { get; } = Of();

    public string this[string field] => Answers.GetValueOrDefault(field) ?? "";

    public bool IsWrong(string field) => Wrong.Contains(field, StringComparer.Ordinal);

    /// <summary>What is known already.</summary>
    public static AccountForm Of(params (string Field, string? Answer)[] known) =>
        new(
            known
                .Where(each => each.Answer is not null)
                .ToDictionary(each => each.Field, each => each.Answer!, StringComparer.Ordinal),
            []
        );

    /// <summary>
    /// Reads the answers. A card's number is not taken, and not shown again either.
    /// </summary>
    internal static AccountForm Read(PostedForm form, params string[] fields)
    {
        var cards = fields.Where(field => form.HasCardNumber(field, PlaceOf(field))).ToList();
        return new(
            fields
                .Except(cards, StringComparer.Ordinal)
                .ToDictionary(
                    field => field,
                    field => form[field, PlaceOf(field)],
                    StringComparer.Ordinal
                ),
            cards,
            cards.Count > 0 ? Refusal.Of("card_data_not_accepted").Said : null
        );
    }

    /// <summary>The answer; <c>null</c> where there is none.</summary>
    internal string? Find(string field) => this[field] is { Length: > 0 } answer ? answer : null;

    /// <summary>The same, and why it was not taken.</summary>
    /// <param name="said">In other words than always.</param>
    internal AccountForm Mark(Rejection rejection, string? said = null) =>
        this with
        {
            Said = said is null ? Said.Of(rejection) : new(said),
            Wrong = rejection.Data.IsDefault
                ? []
                : [.. rejection.Data.Select(each => each.Pointer?.TrimStart('/')).OfType<string>()],
        };

    /// <summary>The page with the form, as it came back.</summary>
    internal IResult Again<TPage>(
        Rejection rejection,
        HttpContext http,
        Func<AccountForm, object> model,
        string? said = null
    )
        where TPage : IComponent =>
        new HtmlPage<TPage>(model(Mark(rejection, said)), Refusal.StatusOf(rejection, http));

    private static CardPlace PlaceOf(string field) =>
        field == Phone ? CardPlace.Phone : CardPlace.Text;
}
