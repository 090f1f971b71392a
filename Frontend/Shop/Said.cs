using System.Collections.Frozen;
using System.Collections.Immutable;
using Commerce.Http;

namespace Commerce.Shopping;

/// <summary>A problem as a sentence for shoppers.</summary>
/// <param name="Order">The order to look at, if one is meant.</param>
public sealed record Said(string Text, string? Order = null)
{
    private static readonly FrozenDictionary<string, string> Sentences = new Dictionary<
        string,
        string
    >(StringComparer.Ordinal)
    {
        ["admission_invalid"] = "You are not in any more: the time for your turn has run out.",
        ["admission_spent"] = "Your turn has been used already.",
        ["backorder_cap_reached"] = "We cannot take more orders of this before it arrives.",
        ["body_too_large"] = "That was more than this form takes. Please shorten it.",
        ["already_registered"] = "There is such an account already.",
        ["already_verified"] = "We know already that this address is yours.",
        ["card_data_not_accepted"] =
            "That looks like a card number. Never type one here: choose a card below instead.",
        ["card_missing"] = "Please choose a card.",
        ["cart_completed"] = "This cart has already become an order.",
        ["cart_discarded"] = "This cart was thrown away. Please start a new one.",
        ["cart_empty"] = "Your cart is empty. Put something into it first.",
        ["cart_expired"] = "Your cart lay idle for too long. Please start a new one.",
        ["cart_required"] = "A place in the waiting room needs a cart. Please try again.",
        ["challenge_over"] =
            "That took too long, or was sent before. Please use your passkey again.",
        ["checkout_abandoned"] = "The checkout took too long. Nothing was charged: try again.",
        ["country_missing"] = "Please choose the country we ship to.",
        ["cross_origin"] = "This form was not sent from our own page. Please open the shop again.",
        ["deadline_passed"] = "That took too long, and nothing was changed. Please try again.",
        ["dependency_down"] = "Something we need is down. Please try again in a moment.",
        ["email_taken"] =
            "There is an account with this e-mail address. Sign in, or ask for a new password.",
        ["email_not_vouched"] =
            "They did not tell us an e-mail address that is known to be yours. Open an account "
            + "with a password here, then link the two on your account's page.",
        ["email_unverified"] =
            "Please show first that the e-mail address of your account is yours: follow the link "
            + "in the mail that we sent to it.",
        ["erased"] = "This account was erased, as its owner asked.",
        ["forbidden"] = "You may not do this.",
        ["idempotency_key_reused"] =
            "This form was sent before, with other answers. Check them, and send it again.",
        ["identity_taken"] = "This leads to another account of our shop already.",
        ["internal_error"] = "Something went wrong on our side. Please try again.",
        ["invalid_address"] =
            "Something is missing, or not as the post there would have it. It is marked below.",
        ["invalid_consent"] = "We did not understand that. Please go back and try again.",
        ["invalid_credentials"] = "There is no account with this e-mail address and this password.",
        ["invalid_customer"] = "Some answers are missing or not right.",
        ["invalid_checkout"] = "Some answers are missing or not right. They are marked below.",
        ["invalid_cursor"] = "This page of the list is no more. Please start from its beginning.",
        ["invalid_passkey"] =
            "This passkey is not known here, or could not be checked. Please sign in otherwise.",
        ["invalid_sign_in_request"] =
            "The program that sent you here did not say so in the right way. Start anew there.",
        ["invalid_token"] = "This link is good no longer. Please ask for another one.",
        ["invalid_transition"] = "The order has moved on, so this is no longer possible.",
        ["last_way_in"] =
            "You could not sign in any more. Choose a password first: ask for a new one.",
        ["limit_out_of_range"] = "There is no such page of this list.",
        ["malformed_request"] = "We did not understand that. Please go back and try again.",
        ["method_not_allowed"] = "This address is not for opening. Please start at the shop.",
        ["not_a_buyer"] = "You cannot take part in this sale.",
        ["not_found"] = "There is nothing at this address. It may have moved or been sold.",
        ["not_shippable"] = "We do not ship to this country in this currency.",
        ["overloaded"] = "The shop is very busy. Nothing was changed: please try again.",
        ["passkey_copied"] =
            "There may be a copy of this passkey, so it was refused. Sign in otherwise, remove it.",
        ["passkey_known"] = "You have this passkey already.",
        ["payment_attempts_exhausted"] =
            "This order has been paid for in vain too often. Please order anew.",
        ["payment_declined"] = "The payment was declined. Nothing was charged: try another card.",
        ["payment_in_progress"] = "A payment is on its way, so nothing can be changed just now.",
        ["precondition_failed"] = "This changed in the meantime. Please look at it again.",
        ["price_changed"] = "A price has changed since you put it into your cart.",
        ["product_unavailable"] = "This is not sold any more.",
        ["provider_denied"] = "You did not agree there, so we do not know who you are.",
        ["provider_down"] = "They do not answer just now. Please try again in a moment.",
        ["provider_failed"] =
            "That took too long, was used before, or was not begun in this browser. Begin anew.",
        ["purchase_limit_reached"] = "That is more than one person may have in this sale.",
        ["quantity_out_of_range"] = "Please choose from 1 to 999.",
        ["queue_required"] = "This is in a sale: please join its waiting room first.",
        ["rate_limited"] = "That was too fast. Please wait a moment.",
        ["reservation_expired"] = "Your items were kept for you too long ago. Please order anew.",
        ["sale_closed"] = "The sale is over.",
        ["sale_line_exists"] =
            "Your cart has this already, in a sale or out of it. Remove it there to change that.",
        ["sale_not_open"] = "The sale has not begun yet.",
        ["sale_paused"] = "The sale is paused. It goes on later, and your place is kept.",
        ["shipping_country_differs"] =
            "Shipping was chosen for another country. Please look at the total again.",
        ["shipping_method_unavailable"] = "We do not ship in this way. Please choose another.",
        ["session_ended"] = "You have been signed out. Please sign in again.",
        ["sign_in_locked"] =
            "Too many wrong passwords were tried. Please wait a few minutes, and try again.",
        ["sku_frozen"] = "This is not for sale just now.",
        ["too_many_addresses"] = "Your address book is full. Please remove an address first.",
        ["too_many_consents"] = "You have agreed to too much already.",
        ["too_many_exports"] = "Your data was exported a moment ago. Please wait a while.",
        ["too_many_identities"] = "You sign in at too many places. Please remove one first.",
        ["too_many_lines"] = "A cart holds at most 200 different things.",
        ["too_many_passkeys"] = "You have 20 passkeys already. Please remove one first.",
        ["too_many_wishes"] = "Your wishlist is full. Please remove something first.",
        ["total_not_shown"] =
            "The total below is now for where it goes. Nothing was charged: look, then pay.",
        ["unauthorized"] = "You may not see this.",
        ["unsupported_media_type"] = "We did not understand that. Please use the shop's forms.",
        ["variant_missing"] = "Please choose one of the variants.",
        ["weak_password"] =
            "This password is too short or too long, or is guessed too easily. Take another.",
        ["work_required"] = "Your browser has a small sum to solve first.",
        ["view_rebuilding"] = "This list is being put in order. Please try again in a moment.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The codes that have a sentence of their own.</summary>
    internal static IEnumerable<string> Codes => Sentences.Keys;

    public static Said Of(Rejection rejection) =>
        new(
            Sentence(rejection),
            rejection.About is ['o', 'r', 'd', '_', ..] ? rejection.About : null
        );

    /// <summary>What is said of one line of a cart.</summary>
    /// <param name="hasLapsed">Whether the units were a sale's, and held until some time
    /// ago.</param>
    public static Said Of(Carts.CartProblem problem, bool hasLapsed = false) =>
        new(
            problem switch
            {
                { Code: "price_changed" or "product_unavailable" } when hasLapsed =>
                    "The sale does not sell it any more. Remove it to go on.",
                { Code: "insufficient_stock", Available: var left } => Left(left ?? 0),
                { OldPrice: { } old, NewPrice: { } now } =>
                    $"The price changed from {Words.Price(old)} to {Words.Price(now)}. "
                        + "Update the line to take the new price.",
                var other => Sentences.GetValueOrDefault(other.Code) ?? Sentences["internal_error"],
            }
        );

    /// <summary>What is said of a code, wherever it comes from.</summary>
    public static string OfCode(string code) =>
        Sentences.GetValueOrDefault(code) ?? Sentences["internal_error"];

    /// <summary>Why a bank said no.</summary>
    public static string Declined(string? reason) =>
        reason switch
        {
            "insufficient_funds" => "The card has not enough money left.",
            "invalid_token" => "The card is not known.",
            _ => "The bank said no.",
        };

    internal static Said Of(Problem problem) =>
        new(Sentences.GetValueOrDefault(problem.Code) ?? problem.Detail);

    private static string Sentence(Rejection rejection)
    {
        var data = rejection.Data.IsDefault ? [] : rejection.Data;
        var left = data.FirstOrDefault(each => each.Name == "available");
        return rejection.Code is "insufficient_stock"
            ? Left(left?.Number ?? 0)
            : Weak(rejection.Code, data)
                ?? Sentences.GetValueOrDefault(rejection.Code)
                ?? rejection.Detail;
    }

    /// <summary>Why a password is not taken, where that is known.</summary>
    private static string? Weak(string code, ImmutableArray<RejectionDatum> data) =>
        code is not "weak_password" || data.IsEmpty
            ? null
            : data[0].Text switch
            {
                "too_short" => "This password is too short: take at least eight characters.",
                "too_long" => "This password is too long: take at most 256 characters.",
                "personal" =>
                    "This password is hardly more than your address or our name. Take another.",
                "predictable" =>
                    "This password is a run of characters, which is guessed too easily. "
                        + "Take another.",
                "breached" =>
                    "This password is among those that were stolen elsewhere, and are tried first. "
                        + "Take another.",
                _ => null,
            };

    private static string Left(long units) =>
        units switch
        {
            <= 0 => "Sorry, this has just sold out.",
            1 => "Sorry, only one of these is left.",
            _ => $"Sorry, only {units} of these are left.",
        };
}
