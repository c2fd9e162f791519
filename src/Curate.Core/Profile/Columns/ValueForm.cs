namespace Curate.Core.Profile.Columns;

/// <summary>What the bytes of a value in a profile are.</summary>
internal enum ValueForm : byte
{
    /// <summary>UTF-8 whose meaning is told by its looks.</summary>
    Text,
    /// <summary>Canonical JSON.</summary>
    Json,
    /// <summary>Bytes without a meaning.</summary>
    Bytes,
    /// <summary>64-bit whole number, little endian.</summary>
    Whole,
    /// <summary>Double, little endian.</summary>
    Number,
    /// <summary>Microseconds since 1970, little endian.</summary>
    Moment,
    /// <summary>32-bit floats, little endian.</summary>
    Vector,
}
