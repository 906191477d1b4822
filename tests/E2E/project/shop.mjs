// A small C# project to work on.
// @ts-check

const project = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
</Project>
`;

const warehouse = `namespace Shop;

/// <summary>Holds products by their name.</summary>
public sealed class Warehouse
{
    private readonly Dictionary<string, Product> products = [];

    public sealed record Product(string Name, decimal UnitPrice, int Quantity);

    public void Add(Product product)
    {
        products[product.Name] = product;
    }

    public Product? Find(string name)
    {
        return products.GetValueOrDefault(name);
    }

    public decimal TotalValue()
    {
        var total = 0m;
        foreach (var product in products.Values)
        {
            
        }

        return total;
    }
}
`;

/** The place in Warehouse.cs where a statement is missing. */
export const gap = { line: 25, column: 13 };

export const shop = { 'Shop.csproj': project, 'Warehouse.cs': warehouse };
