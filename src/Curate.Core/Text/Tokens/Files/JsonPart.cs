using System.Text;
using System.Text.Json;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Text.Tokens.Files;

/// <summary>A value of <c>tokenizer.json</c> that knows where it stands, so that errors can say so.</summary>
internal readonly struct JsonPart(string file, string path, JsonElement? value)
{
    public string File => file;

    /// <summary>Such as <c>model.merges[12]</c>.</summary>
    public string Path => path;

    /// <summary>There is no such member, or it is null.</summary>
    public bool IsMissing => value is not { ValueKind: not JsonValueKind.Null };

    public bool IsText => value?.ValueKind == JsonValueKind.String;

    public bool IsArray => value?.ValueKind == JsonValueKind.Array;

    /// <summary>A member; missing where there is none.</summary>
    public JsonPart this[string name]
    {
        get
        {
            string below = path.Length == 0 ? name : path + "." + name;
            if (value is not { ValueKind: JsonValueKind.Object } self)
            {
                Fault("an object is expected");
                return default;
            }

            return new JsonPart(file, below, self.TryGetProperty(name, out JsonElement member) ? member : null);
        }
    }

    public IEnumerable<JsonPart> Items()
    {
        if (!IsArray)
        {
            Fault("a list is expected");
        }

        int i = 0;
        foreach (JsonElement item in value!.Value.EnumerateArray())
        {
            yield return new JsonPart(file, path + "[" + NumberText.Of(i++) + "]", item);
        }
    }

    public IEnumerable<(string Name, JsonPart Value)> Members()
    {
        if (value is not { ValueKind: JsonValueKind.Object } self)
        {
            Fault("an object is expected");
            yield break;
        }

        foreach (JsonProperty member in self.EnumerateObject())
        {
            yield return (NameOf(member), new JsonPart(file, path + "[" + Fail.Show(member.Name) + "]", member.Value));
        }
    }

    public string Text(string? missing = null)
    {
        if (IsMissing && missing is not null)
        {
            return missing;
        }

        if (!IsText)
        {
            Fault("a text is expected");
        }

        try
        {
            return value!.Value.GetString()!;
        }
        catch (InvalidOperationException damage)
        {
            Fault("half of a surrogate pair is no text", damage);
            return "";
        }
    }

    public byte[] Utf8(string? missing = null) => Encoding.UTF8.GetBytes(Text(missing));

    public bool Flag(bool missing)
    {
        if (IsMissing)
        {
            return missing;
        }

        if (value!.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fault("true or false is expected");
        }

        return value.Value.GetBoolean();
    }

    public int Whole(int? missing = null)
    {
        if (IsMissing && missing is { } otherwise)
        {
            return otherwise;
        }

        if (value is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out int whole) || whole < 0)
        {
            Fault("a whole number of at least 0 is expected");
            return 0;
        }

        return whole;
    }

    public double Number()
    {
        if (value is not { ValueKind: JsonValueKind.Number } number)
        {
            Fault("a number is expected");
            return 0;
        }

        double real = ReferenceNumber.Read(number.GetRawText());
        if (!double.IsFinite(real))
        {
            Fault("a finite number is expected");
        }

        return real;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public void Fault(string what, Exception? inner = null) => VocabularyFault.Damaged(file, path, what + (value is { } found ? $", not {Fail.Show(Raw(found))}." : ", and there is none."), inner);

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public void Unsupported(string what) => VocabularyFault.Unsupported(file, $"{path}: {what}");

    /// <summary>An object whose member <c>type</c> says what it is; refuses members that this reader does not know, since they may matter.</summary>
    public string Type(string? otherwise = null) => this["type"].Text(otherwise);

    /// <summary>Refuses members that are not in a list.</summary>
    public void Only(params ReadOnlySpan<string> names)
    {
        foreach (JsonProperty member in value!.Value.EnumerateObject())
        {
            if (!names.Contains(member.Name) && member.Value.ValueKind != JsonValueKind.Null)
            {
                Unsupported($"the setting '{member.Name}' is not known");
            }
        }
    }

    private static string Raw(JsonElement element) => element.ValueKind is JsonValueKind.Object ? "{...}" : element.ValueKind is JsonValueKind.Array ? "[...]" : element.GetRawText();

    private string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException damage)
        {
            Fault("half of a surrogate pair is no text", damage);
            return "";
        }
    }
}
