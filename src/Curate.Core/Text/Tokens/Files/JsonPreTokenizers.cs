using Curate.Core.Text.Tokens.Normalising;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>The member <c>pre_tokenizer</c> of <c>tokenizer.json</c>.</summary>
internal sealed class JsonPreTokenizers
{
    private readonly List<IPreTokenizer> _steps = [];
    private readonly List<string> _names = [];

    public IReadOnlyList<IPreTokenizer> Steps => _steps;

    /// <summary>The last step turns bytes into characters that stand for them: the vocabulary is one of bytes.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>What they are called, for the report.</summary>
    public string Summary => _names.Count == 0 ? "none" : string.Join(", ", _names);

    public static JsonPreTokenizers Read(JsonPart part)
    {
        var read = new JsonPreTokenizers();
        if (!part.IsMissing)
        {
            read.Add(part);
        }

        return read;
    }

    private void Add(JsonPart part)
    {
        string type = part.Type();
        if (type == "Sequence")
        {
            part.Only("type", "pretokenizers");
            foreach (JsonPart step in part["pretokenizers"].Items())
            {
                Add(step);
            }

            return;
        }

        if (IsByteLevel)
        {
            part.Unsupported($"the pre-tokenizer '{type}' after ByteLevel is not supported");
        }

        _names.Add(type);
        switch (type)
        {
            case "ByteLevel":
                part.Only("type", "add_prefix_space", "trim_offsets", "use_regex");
                AddByteLevel(part);
                break;
            case "BertPreTokenizer":
                Add(CharacterClasses.IsSpace, SplitBehaviour.Removed);
                Add(ReferenceSets.IsPunctuation, SplitBehaviour.Isolated);
                break;
            case "Whitespace":
                _steps.Add(new Splitter(new WordMatcher(), SplitBehaviour.Removed, invert: true));
                break;
            case "WhitespaceSplit":
                Add(CharacterClasses.IsSpace, SplitBehaviour.Removed);
                break;
            case "Punctuation":
                part.Only("type", "behavior");
                Add(ReferenceSets.IsPunctuation, part["behavior"].IsMissing ? SplitBehaviour.Isolated : Behaviour(part["behavior"]));
                break;
            case "Digits":
                part.Only("type", "individual_digits");
                Add(static p => CharacterClasses.Is(p, CharacterClasses.Number), part["individual_digits"].Flag(false) ? SplitBehaviour.Isolated : SplitBehaviour.Contiguous);
                break;
            case "CharDelimiterSplit":
                part.Only("type", "delimiter");
                _steps.Add(new Splitter(new LiteralMatcher(NotEmpty(part["delimiter"])), SplitBehaviour.Removed));
                break;
            case "FixedLength":
                part.Only("type", "length");
                _steps.Add(new FixedLength(Math.Max(1, part["length"].Whole(5))));
                break;
            case "Metaspace":
                part.Only("type", "replacement", "str_rep", "add_prefix_space", "prepend_scheme", "split");
                AddMetaspace(part);
                break;
            case "Split":
                part.Only("type", "pattern", "behavior", "invert");
                _steps.Add(new Splitter(JsonPatterns.Read(part["pattern"]), Behaviour(part["behavior"]), part["invert"].Flag(false)));
                break;
            default:
                part.Unsupported($"the pre-tokenizer '{type}' is not supported");
                break;
        }
    }

    private void Add(Func<int, bool> matches, SplitBehaviour behaviour) => _steps.Add(new Splitter(new CharacterMatcher(matches), behaviour));

    private void AddByteLevel(JsonPart part)
    {
        IsByteLevel = true;
        if (part["add_prefix_space"].Flag(true))
        {
            _steps.Add(new PrefixSpace());
        }

        if (part["use_regex"].Flag(true))
        {
            _steps.Add(new Splitter(new PatternMatcher(KnownPattern.Gpt2), SplitBehaviour.Isolated));
        }
    }

    private void AddMetaspace(JsonPart part)
    {
        string scheme = part["prepend_scheme"].Text(part["add_prefix_space"].Flag(true) ? "always" : "never");
        PrependScheme prepend = scheme switch { "always" => PrependScheme.Always, "first" => PrependScheme.First, _ => PrependScheme.Never };
        if (scheme is not ("always" or "first" or "never"))
        {
            part["prepend_scheme"].Fault("always, first or never is expected");
        }

        NotEmpty(part["replacement"]);
        _steps.Add(new Metaspace(part["replacement"].Text(), prepend, part["split"].Flag(true)));
    }

    private static byte[] NotEmpty(JsonPart part)
    {
        byte[] text = part.Utf8();
        if (text.Length == 0)
        {
            part.Fault("a character is expected");
        }

        return text;
    }

    private static SplitBehaviour Behaviour(JsonPart part)
    {
        switch (part.Text())
        {
            case "Removed":
                return SplitBehaviour.Removed;
            case "Isolated":
                return SplitBehaviour.Isolated;
            case "MergedWithPrevious":
                return SplitBehaviour.MergedWithPrevious;
            case "MergedWithNext":
                return SplitBehaviour.MergedWithNext;
            case "Contiguous":
                return SplitBehaviour.Contiguous;
            default:
                part.Fault("Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous is expected");
                return default;
        }
    }
}
