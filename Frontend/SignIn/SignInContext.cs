using Microsoft.EntityFrameworkCore;

namespace Commerce.SignIn;

/// <summary>
/// What signing in keeps: OpenIddict's clients, authorizations and tokens, and the keys that sign.
/// </summary>
internal sealed class SignInContext(DbContextOptions<SignInContext> options) : DbContext(options)
{
    /// <summary>The newest format that this program reads and writes.</summary>
    public const int Format = 1;

    public const string Schema = "sign_in";

    public DbSet<StoredKey> Keys => Set<StoredKey>();

    public DbSet<StoredFormat> Formats => Set<StoredFormat>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        if (Database.IsNpgsql())
            modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.UseOpenIddict();
        modelBuilder.Entity<StoredKey>().HasKey(key => key.Id);
        modelBuilder.Entity<StoredFormat>().HasKey(format => format.Format);
    }
}

/// <summary>A key as it is kept: wrapped by the store's key-encryption key.</summary>
/// <param name="Id">What tokens call it.</param>
/// <param name="Begins">When it signs at the earliest.</param>
internal sealed record StoredKey(string Id, DateTime Begins, byte[] Wrapped);

/// <param name="Format">Of all tables here.</param>
internal sealed record StoredFormat(int Format);
