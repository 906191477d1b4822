using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;
using GptOssDev.Inference;

namespace GptOssDev.Tests.Integration.Features.Completion;

/// <summary>A model that writes one text in each generation, in tokens of a word, a sign or a run of blanks.</summary>
internal sealed partial class WordModel(string script) : IInferenceEngine, IModelSession
{
    // Room for the file alone: nothing is collected from elsewhere.
    private const int ContextTokens = 2_000;

    private readonly WordTokenizer _tokenizer = new();

    public ITokenizer Tokenizer => _tokenizer;

    public TokenVocabulary Vocabulary => TokenVocabulary.Of(_tokenizer);

    public ModelInfo Model => new("words", "/models/words.gguf", "words", 20_000_000_000, 1, ContextTokens, "GPU", 99);

    public ModelCapabilities Capabilities =>
        new(new FillInTheMiddleTokens(0, 1, 2, null, null, new HashSet<int> { 3 }), new HashSet<int> { 3 });

    public EngineStatus Status => new(ModelState.Ready, "words", Model, null, 0, 0);

    public ValueTask<IModelSession> AcquireAsync(string? model, CancellationToken cancellationToken) => new(this);

    public ValueTask<bool> TryUnloadAsync(CancellationToken cancellationToken) => new(false);

    public IGeneration Start(GenerationRequest request, CancellationToken cancellationToken) =>
        new Generation(request, _tokenizer.Encode(script));

    public void Dispose() { }

    private sealed class Generation(GenerationRequest request, int[] script) : IGeneration
    {
        private int _generated;
        private FinishReason _reason = FinishReason.Cancelled;

        public IAsyncEnumerable<GeneratedToken> Tokens => Read();

        public GenerationStats Stats =>
            new(
                _reason,
                null,
                request.Prompt.Length,
                0,
                _generated,
                TimeSpan.Zero,
                TimeSpan.Zero,
                TimeSpan.Zero,
                TimeSpan.Zero
            );

        public ValueTask DisposeAsync() => default;

        private async IAsyncEnumerable<GeneratedToken> Read([EnumeratorCancellation] CancellationToken cancel = default)
        {
            await Task.Yield();
            foreach (var token in script)
            {
                cancel.ThrowIfCancellationRequested();
                if (_generated == request.MaxTokens)
                {
                    _reason = FinishReason.Length;
                    yield break;
                }
                _generated++;
                yield return new GeneratedToken(token, -0.5f);
            }
            _reason = FinishReason.Stop;
        }
    }

    /// <summary>A vocabulary that grows with the texts it meets.</summary>
    private sealed partial class WordTokenizer : ITokenizer
    {
        private static readonly string[] _controls = ["<prefix>", "<suffix>", "<middle>", "<end>"];
        private readonly ConcurrentDictionary<string, int> _ids = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<int, byte[]> _bytes = new();

        public int Count => _controls.Length + _ids.Count;

        public int[] Encode(string text) => [.. Words().Matches(text).Select(m => IdOf(m.Value))];

        public bool TryGetControlToken(string text, out int id)
        {
            id = Array.IndexOf(_controls, text);
            return id >= 0;
        }

        public bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes)
        {
            bytes = IsControl(id) ? Encoding.UTF8.GetBytes(_controls[id]) : _bytes.GetValueOrDefault(id, []);
            return bytes.Length > 0;
        }

        public bool IsControl(int id) => id >= 0 && id < _controls.Length;

        private int IdOf(string word) =>
            _ids.GetOrAdd(
                word,
                added =>
                {
                    var id = _controls.Length + _bytes.Count;
                    _bytes[id] = Encoding.UTF8.GetBytes(added);
                    return id;
                }
            );

        [GeneratedRegex(@"\w+|\n|[ \t\r]+|.", RegexOptions.CultureInvariant)]
        private static partial Regex Words();
    }
}
