using System.Globalization;
using System.Text;

namespace Inventory;

/// <summary>Reads products from lines of comma-separated values.</summary>
public static class CsvLine
{
    /// <summary>Reads <c>sku,name,price,quantity</c>.</summary>
    public static Product Parse(string line)
    {
        var fields = Split(line);
        if (fields.Count != 4)
        {
            throw new FormatException($"expected 4 fields and found {fields.Count}: {line}");
        }

        var price = decimal.Parse(fields[2], CultureInfo.InvariantCulture);
        var quantity = int.Parse(fields[3], CultureInfo.InvariantCulture);
        return new Product(fields[0], fields[1], price, quantity);
    }

    /// <summary>Splits at commas that stand outside of quotes.</summary>
    public static IReadOnlyList<string> Split(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (letter == ',' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
