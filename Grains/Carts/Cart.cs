using System.Collections.Immutable;
using System.Diagnostics;
using Commerce.Customers;
using Commerce.EventSourcing;
using Commerce.Orders;
using static Commerce.Carts.CartEvent;

namespace Commerce.Carts;

/// <summary>
/// Lines at prices that are promised for a while, and the checkouts of each generation.
/// </summary>
/// <param name="Checkouts">Every key that began a checkout here, for ever.</param>
/// <param name="Adds">Keys of adds, for 24 hours.</param>
public sealed partial record Cart(
    CartState? State,
    Currency Currency,
    int Generation,
    ImmutableList<CartLine> Lines,
    int LinesEver,
    OrderId? Order,
    int Attempts,
    DateTimeOffset Touched,
    DateTimeOffset AskAt,
    ImmutableDictionary<string, CartCheckout> Checkouts,
    Expiring<CartAdd> Adds,
    CartShipping? Shipping,
    string? Suspicion = null
) : IAggregate<Cart, CartEvent>
{
    public const int LinesMax = 200;
    public const int QuantityMax = 999;
    public const int AttemptsMax = 5;

    /// <summary>How long a price holds from a line's last change.</summary>
    public static readonly TimeSpan PriceLock = TimeSpan.FromMinutes(30);

    /// <summary>How long a cart may lie idle.</summary>
    public static readonly TimeSpan IdleMax = TimeSpan.FromDays(14);

    /// <summary>
    /// How long a cart is kept that is over. Those of one rush go in the course of a day.
    /// </summary>
    public static readonly TimeSpan KeptOver = TimeSpan.FromDays(30);

    /// <summary>
    /// How long a checkout may take to place its order before the cart goes and asks.
    /// </summary>
    public static readonly TimeSpan PlacingMax = TimeSpan.FromSeconds(15);

    private const int SecondsOfDay = 24 * 60 * 60;
    private static readonly TimeSpan KeyMemory = TimeSpan.FromHours(24);

    public static Cart Initial { get; } =
        new(
            State: null,
            default,
            Generation: 1,
            [],
            LinesEver: 0,
            Order: null,
            Attempts: 0,
            Touched: default,
            AskAt: default,
            ImmutableDictionary.Create<string, CartCheckout>(StringComparer.Ordinal),
            new(),
            Shipping: null
        );

    /// <summary>Whose it is; <c>null</c>: it is a guest's.</summary>
    public CustomerId? Customer { get; init; }

    /// <summary>Where what it had went, or goes.</summary>
    public CartMove? Move { get; init; }

    /// <summary>When it came to its end, if it has.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The guests' carts that came into this one, and what could not, for ever.</summary>
    public ImmutableDictionary<CartId, ImmutableArray<CartAdjustment>> Merged { get; init; } =
        ImmutableDictionary<CartId, ImmutableArray<CartAdjustment>>.Empty;

    public DateTimeOffset? WakeAt =>
        State switch
        {
            CartState.Open => Touched + IdleMax,
            CartState.Frozen => AskAt,
            CartState.Moved when Move is { IsDone: false } => AskAt,
            _ => RemoveAt,
        };

    public DateTimeOffset? RemoveAt =>
        EndedAt + KeptOver is { } at
            ? at.AddSeconds(at.ToUnixTimeMilliseconds() % SecondsOfDay)
            : null;

    public Cart Evolve(CartEvent happened, DateTimeOffset at) =>
        happened switch
        {
            Opened e => this with
            {
                State = CartState.Open,
                Currency = e.Currency,
                Customer = e.Customer,
                Touched = at,
            },
            LineAdded e => Add(e, at) with { Touched = at },
            QuantitySet e => Change(
                e.Line,
                line =>
                    line with
                    {
                        Quantity = e.Quantity,
                        Name = e.Name,
                        UnitPrice = e.UnitPrice,
                        LockedUntil = e.LockedUntil,
                    }
            ) with
            {
                Touched = at,
            },
            LineRemoved e => this with
            {
                Lines = Lines.RemoveAll(line => line.Id == e.Line),
                Touched = at,
            },
            ShippingChosen e => this with { Shipping = new(e.Country, e.Method), Touched = at },
            CheckoutStarted e => Freeze(e, at),
            CheckoutContinues e => this with { AskAt = e.AskAt },
            Reopened e => this with
            {
                State = CartState.Open,
                Generation = e.Generation,
                Order = null,
                Attempts = 0,
                Touched = at,
            },
            Completed => this with { State = CartState.Completed, EndedAt = at },
            Expired => this with { State = CartState.Expired, EndedAt = at },
            Discarded => this with { State = CartState.Discarded, EndedAt = at },
            Suspected e => this with { Suspicion = e.Reason },
            MoveBegan e => this with
            {
                State = CartState.Moved,
                Move = new(e.Customer, e.Into, e.Mode, IsDone: false, []),
                AskAt = at + MovingMax,
            },
            Moved e => this with
            {
                EndedAt = at,
                Lines = [],
                Move = Move! with { IsDone = true, Adjustments = e.Adjustments },
            },
            Absorbed e => this with { Merged = Merged.SetItem(e.From, e.Adjustments) },
            _ => throw new UnreachableException($"No such cart event: {happened}"),
        };

    public CartTold Told(CartId id, long version) =>
        new(
            id,
            Currency,
            State ?? CartState.Open,
            [.. Lines],
            Order,
            version,
            Shipping,
            WhatItComesTo()
        );

    private Cart Add(LineAdded e, DateTimeOffset at)
    {
        var isMerged = Lines.Exists(line => line.Id == e.Line);
        var added = isMerged
            ? Change(
                e.Line,
                line =>
                    line with
                    {
                        Name = e.Name,
                        Quantity = line.Quantity + e.Quantity,
                        UnitPrice = e.UnitPrice,
                        LockedUntil = e.LockedUntil,
                        Categories = e.Categories,
                    }
            )
            : this with
            {
                LinesEver = LinesEver + 1,
                Lines = Lines.Add(
                    new(
                        e.Line,
                        e.Sku,
                        e.Product,
                        e.Name,
                        e.Quantity,
                        e.UnitPrice,
                        e.LockedUntil,
                        e.Categories,
                        e.Sale
                    )
                ),
            };
        return e.Key is { } key
            ? added with
            {
                Adds = Adds.After(at)
                    .Set(key, new(e.Line, e.Request ?? "", isMerged), at + KeyMemory),
            }
            : added;
    }

    private Cart Change(string id, Func<CartLine, CartLine> change)
    {
        var index = Lines.FindIndex(line => line.Id == id);
        return this with { Lines = Lines.SetItem(index, change(Lines[index])) };
    }

    private Cart Freeze(CheckoutStarted e, DateTimeOffset at) =>
        this with
        {
            State = CartState.Frozen,
            Order = e.Order,
            Attempts = e.Attempt,
            Touched = at,
            AskAt = at + PlacingMax,
            Checkouts = Checkouts.Add(e.Key, new(e.Generation, e.Order, e.Attempt, e.Request)),
        };
}

/// <summary>Where a checkout's key leads.</summary>
public sealed record CartCheckout(int Generation, OrderId Order, int Attempt, string Request);

/// <summary>Which line an add's key leads to, and whether that line was there before.</summary>
public sealed record CartAdd(string Line, string Request, bool IsMerged);
