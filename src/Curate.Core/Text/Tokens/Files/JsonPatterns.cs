using Curate.Core.Text.Tokens.Splitting;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>A pattern of <c>tokenizer.json</c>: <c>{"String": ...}</c> or <c>{"Regex": ...}</c>. The published ones have matchers of their own.</summary>
internal static class JsonPatterns
{
    public static IMatcher Read(JsonPart part)
    {
        if (!part["String"].IsMissing)
        {
            byte[] literal = part["String"].Utf8();
            if (literal.Length == 0)
            {
                part.Unsupported("an empty pattern is not supported");
            }

            return new LiteralMatcher(literal);
        }

        JsonPart regex = part["Regex"];
        string pattern = regex.Text();
        if (KnownPattern.Of(pattern) is { } known)
        {
            return new PatternMatcher(known);
        }

        try
        {
            return RegexMatcher.Of(pattern);
        }
        catch (FormatException unsupported)
        {
            regex.Unsupported($"the regular expression cannot be followed: {unsupported.Message}");
            return null!;
        }
    }
}
