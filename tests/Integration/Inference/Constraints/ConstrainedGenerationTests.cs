using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GptOssDev.Grammar;
using GptOssDev.Grammar.Harmony;
using GptOssDev.Grammar.Json;
using GptOssDev.Grammar.RegularExpressions;
using GptOssDev.Harmony;
using GptOssDev.Harmony.Parsing;
using GptOssDev.Harmony.Recovery;
using GptOssDev.Inference;
using GptOssDev.Inference.Engine;
using GptOssDev.Tests.Integration.Llama;
using GptOssDev.Tests.TinyModel;
using Json.Schema;
using Xunit;

namespace GptOssDev.Tests.Integration.Inference.Constraints;

/// <summary>A model of random weights at a high temperature writes anything that a constraint lets it write.</summary>
public sealed class ConstrainedGenerationTests(NativeFixture native) : IAsyncLifetime
{
    private const int Generations = 1000;
    private const int Schemas = 50;
    private const double Temperature = 1.5;

    // One thread: the native threads spin for each other, which a busy machine turns into minutes.
    private static readonly EngineOptions _options = EngineOptions.For(cores: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("gptoss-constraints-").FullName;
    private InferenceEngine? _engine;
    private IModelSession? _session;

    private IModelSession Session => _session!;

    private HarmonyTokens Tokens => HarmonyTokens.From(Session.Tokenizer);

    public async ValueTask InitializeAsync()
    {
        var library = native.Library;
        TinyGptOss.Write(_folder, new TinyGptOssOptions { ContextLength = 8192, Layers = 1 });
        _engine = new InferenceEngine(
            new ModelCatalog(Path.Combine(_folder, "none"), [_folder]),
            new LlamaModelLoader(() => library, _options).Load,
            TimeProvider.System
        );
        _session = await _engine.AcquireAsync(null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _session?.Dispose();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Generations_under_random_schemas_all_parse_and_validate()
    {
        var schemas = new RandomSchema(new Random(21));
        var checkedTexts = 0;
        for (var i = 0; i < Schemas; i++)
        {
            var schema = schemas.Next().ToJsonString();
            var grammar = Compile(schema, i % 2 == 0 ? JsonLayout.Compact : JsonLayout.Spaced);
            var judge = JsonSchema.FromText(schema);

            var runs = await Task.WhenAll(
                Enumerable.Range(0, Generations / Schemas).Select(run => RunAsync(grammar, (i * 1000) + run))
            );

            foreach (var (ids, stats) in runs)
            {
                var text = TextOf(ids);
                Assert.Equal(FinishReason.Stop, stats.Reason);
                Assert.True(judge.Evaluate(JsonNode.Parse(text)).IsValid, $"{text} under {schema}");
                checkedTexts++;
            }
        }

        Assert.Equal(Generations, checkedTexts);
    }

    [Fact]
    public async Task Generations_in_the_harmony_format_are_all_well_formed()
    {
        // Bodies of any text would go on for hundreds of tokens when every token is as likely as any other.
        var body = RegularExpressionPattern.Of("[^<]{0,6}");
        var rules = new HarmonyRules([new HarmonyFunction("f", body), new HarmonyFunction("g_2", body)], body, body);
        var grammar = TokenGrammar.Compile(
            HarmonyPattern.Of(Tokens, rules, HarmonyOpening.Role),
            Session.Vocabulary,
            Tokens.StopTokens
        );
        var (finals, calls) = (0, 0);
        for (var i = 0; i < Generations; i += 20)
        {
            var runs = await Task.WhenAll(Enumerable.Range(i, 20).Select(seed => RunAsync(grammar, seed)));

            foreach (var (ids, stats) in runs)
            {
                Assert.Equal(FinishReason.Stop, stats.Reason);
                AssertWellFormed([.. ids, stats.StopToken!.Value]);
                finals += stats.StopToken == Tokens.Return ? 1 : 0;
                calls += stats.StopToken == Tokens.Call ? 1 : 0;
            }
        }

        Assert.Equal(Generations, finals + calls);
        Assert.InRange(finals, 1, Generations - 1);
    }

    /// <summary>The reference's strict parser reads it, and the recovering one finds nothing to mend.</summary>
    private void AssertWellFormed(int[] ids)
    {
        string[] tools = ["f", "g_2"];
        var recovering = new HarmonyParser(Session.Tokenizer, new ParserOptions { KnownTools = tools });
        var strict = new HarmonyParser(Session.Tokenizer, new ParserOptions { Mode = ParserMode.Strict });

        List<HarmonyEvent> events = [.. ids.SelectMany(recovering.Feed), .. recovering.End()];
        List<HarmonyEvent> strictEvents = [.. ids.SelectMany(strict.Feed), .. strict.End()];

        Assert.Empty(events.OfType<Recovered>());
        Assert.Equal(
            events.OfType<HeaderComplete>().Select(e => e.Header.Channel),
            strictEvents.OfType<HeaderComplete>().Select(e => e.Header.Channel)
        );
        Assert.All(
            events.OfType<HeaderComplete>().Select(e => e.Header.Recipient),
            recipient => Assert.Contains(recipient, new[] { null, "functions.f", "functions.g_2" })
        );
    }

    private TokenGrammar Compile(string schema, JsonLayout layout)
    {
        using var document = JsonDocument.Parse(schema);
        return TokenGrammar.Compile(
            JsonSchemaPattern.Of(document.RootElement, layout),
            Session.Vocabulary,
            [Tokens.Return]
        );
    }

    private async Task<(List<int> Ids, GenerationStats Stats)> RunAsync(TokenGrammar grammar, int seed)
    {
        var request = new GenerationRequest(
            [Tokens.Start, .. Session.Tokenizer.Encode("assistant")],
            MaxTokens: 1000,
            RequestPriority.Interactive,
            new SamplingOptions(Temperature, 1, seed),
            Tokens.StopTokens.ToHashSet()
        )
        {
            Constraint = Task.FromResult<ITokenConstraint?>(grammar.Start()),
        };
        await using var generation = Session.Start(request, CancellationToken.None);
        var ids = new List<int>();
        await foreach (var token in generation.Tokens)
        {
            ids.Add(token.Id);
        }

        return (ids, generation.Stats);
    }

    private string TextOf(List<int> ids) =>
        Encoding.UTF8.GetString([
            .. ids.SelectMany(id => Session.Tokenizer.TryGetBytes(id, out var bytes) ? bytes.ToArray() : []),
        ]);
}
