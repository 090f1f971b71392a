using Commerce;
using Commerce.Payments;
using Commerce.Sabotage;

// The store with something wrong in it, for a judge to find:
// Sabotage --fault=NAME --crash=before:order.placed:3 --linger=500 and the store's own arguments.
var builder = Store.CreateBuilder(args);
builder.Sabotage();
var app = builder.Build();
app.MapEdge();
app.MapPayersPages();
await app.RunAsync();
