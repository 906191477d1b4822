using Inventory;

string[] lines = ["A-1,Hex bolt,0.25,400", "A-2,\"Washer, zinc\",0.05,1000", "B-7,Cordless drill,129.90,0"];

var warehouse = new Warehouse();
foreach (var line in lines)
{
    warehouse.Add(CsvLine.Parse(line));
}

var prices = new PriceList(warehouse);
Console.WriteLine($"{warehouse.Count} products worth {warehouse.TotalValue():0.00}");
Console.WriteLine($"20 hex bolts cost {prices.PriceOf("A-1", 20):0.00}");
Console.WriteLine($"sold out: {string.Join(", ", warehouse.SoldOut().Select(product => product.Name))}");
