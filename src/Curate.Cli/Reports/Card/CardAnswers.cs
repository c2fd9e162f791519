using System.Globalization;
using System.Text;
using System.Text.Json;
using Curate.Core.Card;
using Curate.Core.Errors;
using Curate.Formats.Files;

namespace Curate.Cli.Reports.Card;

/// <summary>
/// The human parts of a card, and how they are found in an earlier one: in Markdown between the comments <c>&lt;!-- curate:answer NAME --&gt;</c> and <c>&lt;!-- curate:end --&gt;</c>, in JSON
/// under <c>answers</c>. A part that still is the question is none.
/// </summary>
internal static class CardAnswers
{
    private const string Begin = "<!-- curate:answer ";
    private const string Mark = " -->";
    private const string End = "<!-- curate:end -->";
    private const string Blank = "_To be written: ";

    public static string Opening(string name) => Begin + name + Mark;

    public static string Closing => End;

    public static string BlankOf(string question) => Blank + question + "_";

    /// <summary>The parts that people wrote, by name.</summary>
    /// <param name="path">An earlier card.</param>
    /// <param name="isNamed">The user named it: it has to be a card.</param>
    /// <exception cref="CurateException">It cannot be read, or a part is not closed.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, bool isNamed)
    {
        string text;
        try
        {
            text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)).ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException failure)
        {
            Fail.With(ErrorCodes.InvalidUtf8, $"The card '{path}' is not UTF-8.", "Save it as UTF-8; its human parts are to be kept.", failure);
            throw;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail.With(ErrorCodes.CannotRead, $"The card '{path}' cannot be read: {FileFailures.Reason(failure)}.", "Its human parts are to be kept.", failure);
            throw;
        }

        IReadOnlyDictionary<string, string> answers = text.TrimStart().StartsWith('{') ? FromJson(path, text) : FromMarkdown(path, text);
        if (isNamed && answers.Count == 0 && !text.Contains(Begin, StringComparison.Ordinal) && !text.Contains("\"answers\"", StringComparison.Ordinal))
        {
            Fail.Usage($"--answers takes a card in Markdown or JSON, and '{path}' is none.", "curate card DATA -o CARD.md writes one.");
        }

        return answers;
    }

    private static SortedDictionary<string, string> FromMarkdown(string path, string text)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (!line.StartsWith(Begin, StringComparison.Ordinal) || !line.EndsWith(Mark, StringComparison.Ordinal) || line.Length < Begin.Length + Mark.Length)
            {
                continue;
            }

            string name = line[Begin.Length..^Mark.Length].Trim();
            if (CardField.All.All(f => f.Name != name))
            {
                string? nearest = NameSuggestions.Nearest(name, CardField.All.Select(static f => f.Name));
                Broken(path, i, $"opens the part {Fail.Show(name)}, which no card has", nearest is null ? "Write under the parts that a new card has." : $"Did you mean {nearest}?");
            }

            int end = i + 1;
            while (end < lines.Length && lines[end].Trim() != End)
            {
                if (lines[end].TrimStart().StartsWith(Begin, StringComparison.Ordinal))
                {
                    end = lines.Length;
                }

                end++;
            }

            if (end >= lines.Length)
            {
                Broken(path, i, $"opens the part '{name}', and nothing closes it", $"Put {End} on a line below what is written.");
            }

            string answer = string.Join('\n', lines[(i + 1)..end]).Trim('\n');
            if (!IsBlank(answer) && !answers.TryAdd(name, answer))
            {
                Broken(path, i, $"opens the part '{name}' for a second time", "Join what both say in one of them.");
            }

            i = end;
        }

        return answers;
    }

    private static SortedDictionary<string, string> FromJson(string path, string text)
    {
        var answers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.TryGetProperty("answers", out JsonElement given))
            {
                foreach (JsonProperty answer in given.EnumerateObject())
                {
                    if (answer.Value.ValueKind == JsonValueKind.String && CardField.All.Any(f => f.Name == answer.Name) && !IsBlank(answer.Value.GetString()!))
                    {
                        answers[answer.Name] = answer.Value.GetString()!.ReplaceLineEndings("\n").Trim('\n');
                    }
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            Fail.With(ErrorCodes.MalformedJson, $"The card '{path}' is damaged or cut short.", "Mend it, or move it away; its human parts are to be kept.", failure);
        }

        return answers;
    }

    private static bool IsBlank(string answer)
    {
        string text = answer.Trim();
        return text.Length == 0 || (text.StartsWith(Blank, StringComparison.Ordinal) && text.EndsWith('_') && !text.Contains('\n'));
    }

    private static void Broken(string path, int line, string what, string hint) =>
        Fail.With(ErrorCodes.BrokenCard, $"{path}:{(line + 1).ToString(CultureInfo.InvariantCulture)} {what}.", hint);
}
