using Curate.Core.Text.Tokens.Normalising;
using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>The member <c>normalizer</c> of <c>tokenizer.json</c>.</summary>
internal static class JsonNormalisers
{
    public static IReadOnlyList<ITextNormaliser> Read(JsonPart part)
    {
        var steps = new List<ITextNormaliser>();
        if (!part.IsMissing)
        {
            Add(part, steps);
        }

        return steps;
    }

    private static void Add(JsonPart part, List<ITextNormaliser> steps)
    {
        switch (part.Type())
        {
            case "Sequence":
                part.Only("type", "normalizers");
                foreach (JsonPart step in part["normalizers"].Items())
                {
                    Add(step, steps);
                }

                break;
            case "BertNormalizer":
                part.Only("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
                AddBert(part, steps);
                break;
            case "NFC":
                steps.Add(new UnicodeForm(CanonicalComposition.Apply));
                break;
            case "NFD":
                steps.Add(new UnicodeForm(CanonicalComposition.Decompose));
                break;
            case "NFKC":
                steps.Add(new UnicodeForm(CompatibilityDecomposition.Compose));
                break;
            case "NFKD":
                steps.Add(new UnicodeForm(CompatibilityDecomposition.Decompose));
                break;
            case "Lowercase":
                steps.Add(new LowerCase());
                break;
            case "StripAccents":
                steps.Add(new CharacterMap(CharacterMaps.WithoutMarks));
                break;
            case "Strip":
                part.Only("type", "strip_left", "strip_right");
                steps.Add(new Strip(part["strip_left"].Flag(true), part["strip_right"].Flag(true)));
                break;
            case "Prepend":
                part.Only("type", "prepend");
                steps.Add(new Prepend(part["prepend"].Utf8()));
                break;
            case "Replace":
                part.Only("type", "pattern", "content");
                steps.Add(new Replace(JsonPatterns.Read(part["pattern"]), part["content"].Utf8()));
                break;
            case "Nmt":
                steps.Add(new CharacterMap(CharacterMaps.Nmt));
                break;
            case "Precompiled":
                part.Only("type", "precompiled_charsmap");
                AddRules(part["precompiled_charsmap"], steps);
                break;
            default:
                part.Unsupported($"the normalizer '{part.Type()}' is not supported");
                break;
        }
    }

    private static void AddBert(JsonPart part, List<ITextNormaliser> steps)
    {
        bool lowers = part["lowercase"].Flag(true);
        if (part["clean_text"].Flag(true))
        {
            steps.Add(new CharacterMap(CharacterMaps.Clean));
        }

        if (part["handle_chinese_chars"].Flag(true))
        {
            steps.Add(new SpacedIdeographs());
        }

        if (part["strip_accents"].Flag(lowers))
        {
            steps.AddRange([new UnicodeForm(CanonicalComposition.Decompose), new CharacterMap(CharacterMaps.WithoutNonSpacing)]);
        }

        if (lowers)
        {
            steps.Add(new LowerCase());
        }
    }

    private static void AddRules(JsonPart map, List<ITextNormaliser> steps)
    {
        // A model without rules has an empty map, or none.
        if (map.IsMissing || map.Text().Length == 0)
        {
            return;
        }

        try
        {
            steps.Add(CharacterRules.Of(Convert.FromBase64String(map.Text())));
        }
        catch (FormatException damage)
        {
            VocabularyFault.Damaged(map.File, map.Path, $"{damage.Message}.", damage);
        }
    }
}
