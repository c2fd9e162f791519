using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Curate.Core.Data;
using Curate.Core.Errors;

namespace Curate.Formats.JsonLines;

/// <summary>
/// Checks one line after the other to be exactly one JSON object in valid UTF-8, and finds the values asked for in the same walk over its
/// tokens. Subtrees that nobody asked for are passed over by the tokeniser. No allocation per line.
/// </summary>
/// <remarks>
/// The rules are strict and the same in every pass, so that rows have the same ordinals in all of them: no comments, no trailing commas,
/// at most <see cref="MaxDepth"/> levels, no key twice at the top level (its meaning would depend on the reader), and no half of a
/// surrogate pair in an escape (it has no UTF-8 form).
/// </remarks>
internal sealed class LineParser
{
    public const int MaxDepth = 256;

    // Distinct top-level keys that are remembered; beyond it those that nobody asked for are forgotten between lines.
    private const int RememberedKeys = 16 * 1024;

    private static readonly JsonReaderOptions s_strict = new() { MaxDepth = MaxDepth };

    private readonly KeyNode _root;
    private readonly HashSet<string>? _kept;
    private readonly PathDiscovery? _discovery;
    private readonly bool _vectors;
    private byte[] _name = new byte[64];
    private float[] _floats = [];
    private long _line;
    private LineFault? _fault;

    /// <param name="slots">The values to find, under their names or paths.</param>
    /// <param name="kept">When given, rows are rewritten with these top-level keys only.</param>
    /// <param name="discovery">When given, hears of every path.</param>
    public LineParser(IReadOnlyList<ValueSlot> slots, IReadOnlyCollection<string>? kept = null, PathDiscovery? discovery = null)
    {
        _kept = kept is null ? null : new HashSet<string>(kept, StringComparer.Ordinal);
        _discovery = discovery;
        _root = discovery?.Root ?? new KeyNode([]);
        foreach (ValueSlot slot in slots)
        {
            byte[] path = Encoding.UTF8.GetBytes(slot.Request.Name);
            _vectors |= slot.WantsVector;
            _root.Want(path, false, slot);
            if (path.Contains((byte)'.') && !slot.LiteralOnly)
            {
                _root.Want(path, true, slot);
            }
        }

        foreach (KeyNode child in _root.Children)
        {
            MarkDropped(child);
        }
    }

    /// <summary>Ordinal of the line parsed last; slots compare it to tell whether they hold a value of this line.</summary>
    public long Line => _line;

    /// <summary>The row with the kept keys only, after a good line; meaningless without kept keys.</summary>
    public ByteBuffer Rewritten { get; } = new();

    /// <summary>Walks a line that is not blank; null when it is good.</summary>
    public LineFault? Parse(ReadOnlySpan<byte> line, bool firstRecord)
    {
        _line++;
        _fault = null;
        if (!Utf8.IsValid(line))
        {
            return InvalidUtf8(line);
        }

        int lone = JsonText.LoneSurrogate(line);
        if (lone >= 0)
        {
            return new(ErrorCodes.MalformedJson, lone, "half of a surrogate pair is escaped, expected both halves (\\ud83d\\ude00)");
        }

        if (_root.ChildCount > RememberedKeys && _discovery is null)
        {
            _root.Forget();
        }

        try
        {
            var reader = new Utf8JsonReader(line, s_strict);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                return FaultFinder.NotAnObject(line, firstRecord);
            }

            Row(ref reader, line);

            // Fails on anything but blanks behind the object.
            reader.Read();
            return _fault;
        }
        catch (JsonException)
        {
            int at = line.Length - line.TrimStart(JsonText.Blanks).Length;
            return line[at] == '[' ? FaultFinder.NotAnObject(line, firstRecord) : FaultFinder.Find(line);
        }
    }

    private void Row(ref Utf8JsonReader reader, ReadOnlySpan<byte> line)
    {
        KeyNode? last = null;
        bool rewrite = _kept is not null;
        bool keptAny = false;
        int valueEnd = 0;
        Rewritten.Clear();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int nameStart = (int)reader.TokenStartIndex;
            KeyNode node = Find(ref reader, _root, last, true)!;
            if (node.Line == _line)
            {
                _fault ??= new(ErrorCodes.MalformedJson, nameStart, $"the key {Fail.Show(node.Name)} occurs twice, expected every key once");
            }

            node.Line = _line;
            last = node;
            reader.Read();
            if (node.IsWanted || _discovery is not null)
            {
                Value(ref reader, node, true);
            }
            else
            {
                reader.Skip();
            }

            if (rewrite)
            {
                int end = (int)reader.BytesConsumed;
                if (!node.Dropped)
                {
                    // What stands before the first key opens the object; before later ones it is the comma with its blanks.
                    Rewritten.Append(keptAny ? line[valueEnd..nameStart] : valueEnd == 0 ? line[..nameStart] : "{"u8);
                    Rewritten.Append(line[nameStart..end]);
                    keptAny = true;
                }

                valueEnd = end;
            }
        }

        if (rewrite)
        {
            Rewritten.Append(keptAny ? line[valueEnd..] : "{}"u8);
        }
    }

    private void Value(ref Utf8JsonReader reader, KeyNode node, bool top)
    {
        JsonTokenType token = reader.TokenType;
        int start = (int)reader.TokenStartIndex;
        bool escaped = reader.ValueIsEscaped;
        int floatCount = 0;
        if (token == JsonTokenType.StartObject && (node.Descend || _discovery is not null))
        {
            KeyNode? last = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                KeyNode? child = Find(ref reader, node, last, _discovery is not null);
                last = child ?? last;
                reader.Read();
                if (child is null)
                {
                    reader.Skip();
                }
                else
                {
                    Value(ref reader, child, false);
                }
            }
        }
        else if (token == JsonTokenType.StartArray && _vectors && node.Slots.Length != 0)
        {
            floatCount = Floats(ref reader);
        }
        else
        {
            reader.Skip();
        }

        foreach (ValueSlot slot in node.Slots)
        {
            slot.Note(_line, top, token, start, (int)reader.BytesConsumed - start, escaped);
            if (floatCount > 0 && slot.WantsVector)
            {
                slot.NoteVector(_floats.AsSpan(0, floatCount));
            }
        }
    }

    // Reads to the end of the array; the count of its numbers, or 0 where it holds anything else.
    private int Floats(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        int count = 0;
        bool plain = true;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == depth))
        {
            plain = plain && reader.TokenType == JsonTokenType.Number;
            if (plain && reader.TryGetSingle(out float value))
            {
                if (count == _floats.Length)
                {
                    Array.Resize(ref _floats, Math.Max(1024, _floats.Length * 2));
                }

                _floats[count++] = value;
            }
        }

        return plain ? count : 0;
    }

    private KeyNode? Find(ref Utf8JsonReader reader, KeyNode parent, KeyNode? last, bool add)
    {
        ReadOnlySpan<byte> name = reader.ValueSpan;
        KeyNode? guess = last is null ? parent.FirstHint : last.NextHint;
        if (reader.ValueIsEscaped)
        {
            if (_name.Length < name.Length)
            {
                _name = new byte[name.Length * 2];
            }

            name = _name.AsSpan(0, JsonText.Unescape(name, _name));
        }

        if (guess is not null && name.SequenceEqual(guess.Name))
        {
            _discovery?.Met(guess, parent);
            return guess;
        }

        KeyNode? found = parent.Child(name);
        if (found is null && add)
        {
            found = parent.AddChild(name);
            MarkDropped(found);
            _discovery?.Added(found);
        }

        if (found is not null)
        {
            _discovery?.Met(found, parent);
            if (last is null)
            {
                parent.FirstHint = found;
            }
            else
            {
                last.NextHint = found;
            }
        }

        return found;
    }

    private void MarkDropped(KeyNode topLevel) =>
        topLevel.Dropped = _kept is not null && !_kept.Contains(Encoding.UTF8.GetString(topLevel.Name));

    private static LineFault InvalidUtf8(ReadOnlySpan<byte> line)
    {
        int at = 0;
        while (at < line.Length && Rune.DecodeFromUtf8(line[at..], out _, out int used) == System.Buffers.OperationStatus.Done)
        {
            at += used;
        }

        string found = string.Create(CultureInfo.InvariantCulture, $"the byte 0x{line[Math.Min(at, line.Length - 1)]:x2} is not part of a UTF-8 character");
        return new(ErrorCodes.InvalidUtf8, at, found);
    }
}
