using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Xunit;
using Rest = GptOssDev.Tests.Integration.CodeModel.DereferenceSites.Rest;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>The constraint against this project's own source: what stands there must never be ruled out.</summary>
public sealed class LegalNamesOverRepositoryTests(RepositoryFixture repository, ITestOutputHelper output)
    : IClassFixture<RepositoryFixture>
{
    private const int Seed = 20261;

    [Fact]
    public async Task Identifier_behind_a_dot_is_always_legal() =>
        await CheckAsync(DereferenceSites.Names, count: 2000, perDocument: 12, leastConstrained: 0.9);

    [Fact]
    public async Task Identifier_at_other_constrained_places_is_always_legal() =>
        await CheckAsync(DereferenceSites.OtherNames, count: 600, perDocument: 6, leastConstrained: 0.5);

    private async Task CheckAsync(
        Func<SyntaxNode, IEnumerable<SyntaxToken>> find,
        int count,
        int perDocument,
        double leastConstrained
    )
    {
        var sites = repository.Sites(Seed);
        var chosen = new List<(string Path, SyntaxToken Name)>();
        foreach (var document in sites.Documents.DistinctBy(d => d.FilePath))
        {
            var root = (await document.GetSyntaxRootAsync())!;
            chosen.AddRange(sites.Shuffle(find(root)).Take(perDocument).Select(n => (document.FilePath!, n)));
        }
        var asked = 0;
        var constrained = 0;
        var wrong = new List<string>();
        var times = new List<double>();
        foreach (var (path, name) in chosen.Take(count))
        {
            var rest = (Rest)(asked++ % 3);
            var text = name.SyntaxTree!.GetText();
            var typed = DereferenceSites.Typed(text, name, rest);
            var document = repository.Snapshot.WithText(path, typed.ToString()).Find(path)!;
            var started = Stopwatch.GetTimestamp();
            var legal = await document.LegalNamesAsync(DereferenceSites.Position(text, name.SpanStart));
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            if (legal is null)
            {
                output.WriteLine($"not constrained, {rest}: {SourceSites.Where(name.Parent!)} {Around(text, name)}");
                continue;
            }
            constrained++;
            if (!legal.Names.Contains(name.Text))
            {
                wrong.Add(
                    $"{legal.Spot} {rest} {SourceSites.Where(name.Parent!)}: {Around(text, name)}: {legal.Names.Count} names without it"
                );
            }
        }
        times.Sort();
        output.WriteLine(
            $"{asked} places, {constrained} constrained, {wrong.Count} wrong; ms: p50 {times[times.Count / 2]:0.0}, p95 {times[times.Count * 95 / 100]:0.0}, max {times[^1]:0.0}"
        );
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(Math.Min(count, chosen.Count), asked);
        Assert.True(constrained >= leastConstrained * asked, $"only {constrained} of {asked} places were constrained");
    }

    private static string Around(Microsoft.CodeAnalysis.Text.SourceText text, SyntaxToken name)
    {
        var line = text.Lines.GetLineFromPosition(name.SpanStart);
        return text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(line.Start, name.Span.End)).Trim();
    }
}
