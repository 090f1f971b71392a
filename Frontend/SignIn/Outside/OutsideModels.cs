using Commerce.Shopping;

namespace Commerce.SignIn;

/// <summary>Why nobody is signed in who came from elsewhere.</summary>
/// <param name="Title">What that is called.</param>
/// <param name="Next">What they may do now, and <paramref name="Address"/> where.</param>
public sealed record OutsideModel(string Title, Said Said, string Next, string Address);

/// <summary>Where a customer may sign in, and where they might.</summary>
/// <param name="HasPassword">Whether they may sign in here, too.</param>
/// <param name="Said">Why what they just tried was not done.</param>
public sealed record LinkedModel(
    IReadOnlyList<LinkedRow> Linked,
    IReadOnlyList<OfferedRow> Offered,
    bool HasPassword,
    Said? Said
);

public sealed record LinkedRow(string Title, string Key);

/// <param name="Address">Where they link it.</param>
public sealed record OfferedRow(string Title, string Address);
