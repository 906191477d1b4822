using System.Globalization;

namespace GptOssDev.CodeModel.Projects;

/// <summary>Which of several target frameworks counts first.</summary>
internal static class TargetFrameworks
{
    /// <summary>The highest plain <c>netX.Y</c>; without one the first named; null for an empty list.</summary>
    public static string? Best(IReadOnlyList<string> frameworks) =>
        frameworks.Where(f => Version(f) is not null).MaxBy(Version) ?? (frameworks.Count > 0 ? frameworks[0] : null);

    /// <summary>The asked one first when it is among them, letter case aside, else the best; then the others as they are named.</summary>
    public static IReadOnlyList<string> Order(IReadOnlyList<string> frameworks, string? asked)
    {
        var first =
            frameworks.FirstOrDefault(f => f.Equals(asked, StringComparison.OrdinalIgnoreCase)) ?? Best(frameworks);
        return [.. frameworks.OrderByDescending(f => f == first).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static decimal? Version(string framework) =>
        framework.StartsWith("net", StringComparison.OrdinalIgnoreCase)
        && framework.Contains('.', StringComparison.Ordinal)
        && decimal.TryParse(
            framework.AsSpan(3),
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var version
        )
            ? version
            : null;
}
