namespace Inventory;

/// <summary>Computes what customers pay.</summary>
public sealed class PriceList(Warehouse warehouse)
{
    private const decimal BulkDiscount = 0.10m;
    private const int BulkQuantity = 10;

    /// <summary>The price of several pieces of one product.</summary>
    public decimal PriceOf(string sku, int quantity)
    {
        var product = warehouse.Require(sku);
        var price = product.UnitPrice * quantity;
        if (quantity >= BulkQuantity)
        {
            price -= price * BulkDiscount;
        }

        return decimal.Round(price, 2);
    }

    /// <summary>The price of a whole order, line by line.</summary>
    public decimal PriceOf(IReadOnlyList<(string Sku, int Quantity)> order)
    {
        var sum = 0m;
        for (var index = 0; index < order.Count; index++)
        {
            sum += PriceOf(order[index].Sku, order[index].Quantity);
        }

        return sum;
    }
}
