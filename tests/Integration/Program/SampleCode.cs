using System.Text;

namespace GptOssDev.Tests.Integration.Program;

/// <summary>A small project, and beside it every kind of file that a person may name by mistake.</summary>
internal static class SampleCode
{
    public const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
        </Project>

        """;

    private const int HugeBytes = 50 << 20;

    /// <summary>Code with lines ending in LF; the cursor of completions stands at the end of line 31.</summary>
    public static string Warehouse(string name) =>
        $$"""
            namespace Shop;

            /// <summary>Holds products by their name.</summary>
            public sealed class {{name}}
            {
                private readonly Dictionary<string, Product> products = [];

                public sealed record Product(string Name, decimal UnitPrice, int Quantity);

                public Product? Find(string name)
                {
                    return products.GetValueOrDefault(name);
                }

                public Product Require(string name)
                {
                    var product = Find(name);
                    if (product == null)
                    {
                        throw new KeyNotFoundException($"there is no product {name}");
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
            }

            """;

    public static void WriteTo(ProgramWorld world)
    {
        Directory.CreateDirectory(world["folder"]);
        WriteProject(world, "");
        File.WriteAllBytes(world["Empty.cs"], []);
        var noise = new byte[3000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(world["Binary.cs"], noise);
        File.WriteAllBytes(world["Latin.cs"], Encoding.Latin1.GetBytes("// café\nclass A { }\n"));
        var huge = new byte[HugeBytes];
        Array.Fill(huge, (byte)'\n');
        File.WriteAllBytes(world["Huge.txt"], huge);
        world.Write("lone/Alone.cs", Warehouse("Alone"));
    }

    /// <summary>The project with its file in every form of text that is one.</summary>
    public static void WriteProject(ProgramWorld world, string folder)
    {
        world.Write(Path.Join(folder, "Shop.csproj"), Project);
        foreach (var form in Forms)
        {
            WriteForm(world[Path.Join(folder, form + ".cs")], form);
        }
    }

    public static string[] Forms { get; } = ["Plain", "Crlf", "Marked", "Wide"];

    public static void WriteForm(string path, string form) => File.WriteAllBytes(path, Encode(form, Warehouse(form)));

    /// <summary>The bytes of a text with LF in a form.</summary>
    public static byte[] Encode(string form, string text)
    {
        var crlf = text.ReplaceLineEndings("\r\n");
        return form switch
        {
            "Crlf" => Encoding.UTF8.GetBytes(crlf),
            "Marked" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            "Wide" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(crlf)],
            _ => Encoding.UTF8.GetBytes(text),
        };
    }
}
