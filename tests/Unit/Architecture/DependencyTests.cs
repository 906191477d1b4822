using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace GptOssDev.Tests.Unit.Architecture;

/// <summary>Holds README's table of dependencies and NOTICE against the packages that the product references.</summary>
public sealed partial class DependencyTests
{
    private static readonly string[] _licences = ["MIT", "Apache-2.0", "BSD-3-Clause", "BSD-2-Clause"];

    [Fact]
    public void Table_of_the_readme_has_a_row_for_every_package_and_no_other()
    {
        Assert.Equal(
            Packages().Order(StringComparer.Ordinal),
            Rows().Select(row => row.Package).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Every_row_says_what_the_package_is_for_and_its_licence()
    {
        Assert.All(
            Rows(),
            row =>
            {
                Assert.NotEmpty(row.Purpose);
                Assert.Contains(row.Licence, _licences);
            }
        );
    }

    [Fact]
    public void Notice_names_every_package_or_the_family_that_it_belongs_to()
    {
        var notice = File.ReadAllText(Repository.PathOf("NOTICE"));
        var missing = Packages().Where(package => !Families(package).Any(name => Names(notice, name)));
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_package_is_referenced_or_pinned_for_another()
    {
        var referenced = new[] { "src", "cli" }
            .SelectMany(top => Directory.EnumerateFiles(Repository.PathOf(top), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".csproj" or ".props")
            .SelectMany(file => XDocument.Load(file).Descendants("PackageReference"))
            .Select(reference =>
                PropertyReference().Replace(Regex.Escape(reference.Attribute("Include")!.Value), @"\w+")
            )
            .ToList();
        var pinned = Rows()
            .Where(row => row.Purpose.StartsWith("pinned: ", StringComparison.Ordinal))
            .Select(r => r.Package);
        Assert.Empty(
            Packages().Where(package => !referenced.Any(r => Regex.IsMatch(package, $"^{r}$"))).Except(pinned)
        );
    }

    private static IEnumerable<string> Packages() =>
        XDocument
            .Load(Repository.PathOf("Directory.Packages.props"))
            .Descendants("ItemGroup")
            .Where(group => group.Attribute("Label")?.Value == "product")
            .Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value);

    // "A.B.C" belongs to "A.B", never to "A" alone.
    private static IEnumerable<string> Families(string package)
    {
        var parts = package.Split('.');
        return Enumerable
            .Range(2, Math.Max(parts.Length - 2, 0))
            .Select(n => string.Join('.', parts[..n]))
            .Append(package);
    }

    private static bool Names(string text, string name) =>
        Regex.IsMatch(text, $@"(?<![\w.]){Regex.Escape(name)}(?![\w]|\.\w)");

    private static List<(string Package, string Purpose, string Licence)> Rows()
    {
        var readme = File.ReadAllText(Repository.PathOf("README.md"));
        var section = DependencySection().Match(readme);
        Assert.True(section.Success, "README.md has no section Dependencies");
        return
        [
            .. section
                .Value.Split('\n')
                .Where(line =>
                    line.StartsWith("| ", StringComparison.Ordinal)
                    && !line.StartsWith("| package |", StringComparison.Ordinal)
                )
                .Select(line => line.Trim('|', ' ').Split(" | "))
                .Select(cells => (cells[0], cells[1], cells[2])),
        ];
    }

    // "$(Name)" as Regex.Escape writes it.
    [GeneratedRegex(@"\\\$\\\(\w+\\?\)")]
    private static partial Regex PropertyReference();

    [GeneratedRegex(@"^### Dependencies$.*?(?=^#)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex DependencySection();
}
