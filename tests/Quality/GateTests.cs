using System.Globalization;
using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Verification;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Completion;
using GptOssDev.Features.Evaluation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace GptOssDev.Tests.Quality;

/// <summary>
/// The gate before suggestions against another judge, on text that no model has to write: the code that stood at a place, and
/// the same code damaged at random.
/// </summary>
public sealed class GateTests(QualityFixture fixture, ITestOutputHelper output) : IClassFixture<QualityFixture>
{
    private const int Places = 160;
    private const int MutantsPerPlace = 3;
    private const int Seed = 5;

    private static readonly VerifyOptions _errors = VerifyOptions.Default with
    {
        RaisedWarningsReject = false,
        ComparePublicApi = false,
    };

    private readonly CompletionVerifier _gate = new(TimeProvider.System);
    private readonly Verifier _compiler = new(TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Code_that_stood_at_a_place_is_accepted_there()
    {
        foreach (var place in await PlacesAsync())
        {
            var verdict = await _gate.VerifyAsync(place.Code, place.Path, place.Range, place.Original, Cancel);

            Assert.True(verdict.IsAccepted, $"{place}: {string.Join("; ", verdict.Reasons)}");
        }
    }

    [Fact]
    public async Task Damaged_code_that_is_accepted_compiles()
    {
        var random = new Random(Seed);
        var (accepted, rejected, faults) = (0, 0, new List<string>());
        foreach (var place in await PlacesAsync())
        {
            for (var i = 0; i < MutantsPerPlace; i++)
            {
                var text = Damage(place, random);
                var judged = await _gate.JudgeAsync(place.Code, place.Path, place.Range, text, Cancel);
                if (!judged.Verdict.IsAccepted)
                {
                    rejected++;
                    continue;
                }
                accepted++;
                var item = new CompletionItem(judged.Text, place.Range, CompletionVerdict.Accepted, [], 0)
                {
                    AdditionalEdits = judged.AdditionalEdits,
                };
                var edit = new DocumentEdit(place.Path, item.ApplyTo(place.Hole));
                var verdict = await _compiler.VerifyAsync(place.Code, [edit], _errors, Cancel);
                if (!verdict.IsAccepted)
                {
                    faults.Add($"{place}: '{text}' accepted as '{judged.Text}': {string.Join("; ", verdict.Reasons)}");
                }
            }
        }
        output.WriteLine($"{accepted} accepted, {rejected} rejected, {faults.Count} wrongly accepted");
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.NotEqual(0, accepted);
        Assert.NotEqual(0, rejected);
    }

    private async Task<List<Place>> PlacesAsync()
    {
        var positions = await EvaluationPosition.DrawAsync(fixture.Code, Places, Seed, Cancel);
        return [.. positions.Select(position => Place.Of(fixture.Code, position))];
    }

    /// <summary>One token left out, written twice, exchanged or the last one.</summary>
    private static string Damage(Place place, Random random)
    {
        var tokens = SyntaxFactory
            .ParseTokens(place.Original)
            .TakeWhile(t => !t.IsKind(SyntaxKind.EndOfFileToken))
            .ToList();
        if (tokens.Count == 0)
        {
            return place.Original;
        }
        var at = random.Next(tokens.Count);
        switch (random.Next(4))
        {
            case 0:
                tokens.RemoveAt(at);
                break;
            case 1:
                tokens.Insert(at, tokens[at]);
                break;
            case 2:
                var names = SyntaxFactory
                    .ParseTokens(place.Hole)
                    .Where(t => t.IsKind(SyntaxKind.IdentifierToken))
                    .ToArray();
                tokens[at] = names[random.Next(names.Length)].WithTriviaFrom(tokens[at]);
                break;
            default:
                tokens.RemoveRange(at, tokens.Count - at);
                break;
        }
        return string.Concat(tokens.Select(t => t.ToFullString()));
    }

    /// <param name="Code">The repository with the code at the place hidden.</param>
    /// <param name="Hole">The file's text without it.</param>
    private sealed record Place(CodeSnapshot Code, string Path, TextRange Range, string Hole, string Original)
    {
        public static Place Of(CodeSnapshot code, EvaluationPosition position)
        {
            var hole = position.Hole(code);
            return new Place(
                code.WithText(position.Path, hole),
                position.Path,
                TextRange.At(position.Site.Hidden.Start),
                hole,
                position.Site.Text
            );
        }

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{System.IO.Path.GetFileName(Path)}:{Range.Start.Line + 1}:{Range.Start.Character + 1}"
            );
    }
}
