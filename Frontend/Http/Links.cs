namespace Commerce.Http;

/// <summary>Where the thing is that an id names.</summary>
internal static class Links
{
    public static string To(string id) =>
        id.Split('_')[0] switch
        {
            "crt" => $"/api/v1/carts/{id}",
            "ord" => $"/api/v1/orders/{id}",
            "prd" => $"/api/v1/products/{id}",
            "sal" => $"/api/v1/sales/{id}",
            "cus" => $"/admin/v1/customers/{id}",
            "adr" => $"/api/v1/me/addresses/{id}",
            "imp" => $"/admin/v1/imports/{id}",
            _ => $"/{id}",
        };
}
