using Commerce.Notifications;
using Commerce.Shopping;

namespace Commerce.Customers;

/// <summary>What mails say to customers. Links lead to where a setting says the shop is.</summary>
internal sealed class AccountMails(ShopSettings shop, ShopPlace place)
{
    public MailContent Verify(string to, string token) =>
        new(
            to,
            $"{shop.Name}: is this your address?",
            $"""
            Somebody gave this e-mail address at {shop.Name}. If that was you, follow this
            link within a day:

            {place.Url}/account/verify?token={token}

            If it was not, there is nothing to do.
            """
        );

    public MailContent Reset(string to, string token) =>
        new(
            to,
            $"{shop.Name}: choose another password",
            $"""
            Somebody asked for another password of your account at {shop.Name}. If that was
            you, choose one within half an hour:

            {place.Url}/account/reset?token={token}

            If it was not, there is nothing to do: your password stays as it is.
            """
        );

    public MailContent PasswordChanged(string to) =>
        new(
            to,
            $"{shop.Name}: your password was changed",
            $"""
            The password of your account at {shop.Name} was changed, and you were signed out
            elsewhere. If that was not you, choose another one:

            {place.Url}/account/forgot
            """
        );

    /// <param name="to">The address that was theirs before.</param>
    public MailContent EmailChanged(string to) =>
        new(
            to,
            $"{shop.Name}: your e-mail address was changed",
            $"""
            Your account at {shop.Name} has another e-mail address from now on. This one is
            not written to again. If that was not you, write to the shop.
            """
        );
}
