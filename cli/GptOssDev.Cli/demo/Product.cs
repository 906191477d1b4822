namespace Inventory;

/// <summary>One article in the warehouse.</summary>
public sealed record Product(string Sku, string Name, decimal UnitPrice, int Quantity)
{
    /// <summary>What all pieces of it are worth together.</summary>
    public decimal Value => UnitPrice * Quantity;

    public bool IsInStock => Quantity > 0;
}
