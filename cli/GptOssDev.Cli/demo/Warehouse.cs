namespace Inventory;

/// <summary>Holds products by their stock keeping unit.</summary>
public sealed class Warehouse
{
    private readonly Dictionary<string, Product> products = new(StringComparer.OrdinalIgnoreCase);

    public int Count => products.Count;

    public void Add(Product product)
    {
        products[product.Sku] = product;
    }

    public Product? Find(string sku)
    {
        return products.GetValueOrDefault(sku);
    }

    public Product Require(string sku)
    {
        var product = Find(sku);
        if (product == null)
        {
            throw new KeyNotFoundException($"there is no product {sku}");
        }

        return product;
    }

    public decimal TotalValue()
    {
        var total = 0m;
        foreach (var product in products.Values)
        {
            total += product.UnitPrice * product.Quantity;
        }

        return total;
    }

    public IEnumerable<Product> SoldOut()
    {
        return products.Values.Where(product => !product.IsInStock);
    }
}
