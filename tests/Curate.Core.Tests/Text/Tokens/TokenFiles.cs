using System.Globalization;
using System.Text;
using Curate.Core.Text.Tokens;
using Curate.Core.Text.Tokens.Files;

namespace Curate.Core.Tests.Text.Tokens;

/// <summary>Small vocabulary files that tests write themselves.</summary>
internal static class TokenFiles
{
    /// <summary>A .tiktoken file: all bytes, then these tokens.</summary>
    public static string Tiktoken(params string[] tokens)
    {
        var text = new StringBuilder();
        for (int b = 0; b < 256; b++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Convert.ToBase64String([(byte)b])} {b}\n");
        }

        for (int i = 0; i < tokens.Length; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(tokens[i]))} {256 + i}\n");
        }

        return text.ToString();
    }

    /// <summary>A tokenizer.json around a model.</summary>
    public static string Json(string model, string preTokenizer = "null", string normalizer = "null", string added = "[]", string post = "null") =>
        $$"""{"version":"1.0","truncation":null,"padding":null,"added_tokens":{{added}},"normalizer":{{normalizer}},"pre_tokenizer":{{preTokenizer}},"post_processor":{{post}},"decoder":null,"model":{{model}}}""";

    /// <summary>A model that makes each piece one token, so that counts show how text is cut.</summary>
    public static string Pieces(string preTokenizer, string normalizer = "null", string added = "[]") =>
        Json("""{"type":"WordLevel","vocab":{"[UNK]":0},"unk_token":"[UNK]"}""", preTokenizer, normalizer, added);

    public static Tokenizer Read(string content, string name = "tokenizer.json", string? pattern = null) => TokenizerFile.Read(name, Encoding.UTF8.GetBytes(content), pattern);

    public static long Count(string content, string text, string name = "tokenizer.json") => new TokenCounter(Read(content, name)).Count(Encoding.UTF8.GetBytes(text));
}
