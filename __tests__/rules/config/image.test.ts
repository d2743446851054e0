import { testRules } from '../../support/rule-cases.js'

const long = (count: number) => 'x'.repeat(count)

testRules({
  'config/one-way-to-the-image': {
    passes: [
      '{}',
      'image: { osSnapshot: a, dataSnapshots: [b] }',
      'image: { source: a, dataDiskSources: [b] }',
      'image: { osSnapshot: a, dataDiskSources: [] }',
      `image: { id: x, name: i }`,
    ],
    fails: [
      [
        'image: { osSnapshot: a, source: b }',
        'error at image.source: os-snapshot and source exclude each other',
      ],
      [
        'image: { osSnapshot: a, dataDiskSources: [b] }',
        'error at image.dataDiskSources: os-snapshot and data-disk-sources exclude each other',
      ],
      [
        'image: { source: a, dataSnapshots: [b] }',
        'error at image.dataSnapshots: source and data-snapshots exclude each other',
      ],
      [
        'image: { dataDiskSources: [a], dataSnapshots: [b] }',
        'error at image.dataDiskSources: data-snapshots and data-disk-sources exclude each other',
      ],
      [
        'image: { id: x, osSnapshot: a, dataSnapshots: [b] }',
        'error at image.osSnapshot: os-snapshot and image-id exclude each other: with image-id no image is made',
        'error at image.dataSnapshots: data-snapshots and image-id exclude each other: with image-id no image is made',
      ],
    ],
  },
  'config/image-is-complete': {
    passes: [
      '{}',
      'image: { id: x }',
      'image: { name: i, osSnapshot: a }',
      'image: { name: i, source: a }',
      'image: { osSnapshot: a }\ngallery: { source: snapshots }',
    ],
    fails: [
      ['image: { name: i }', 'error at image: there is nothing to make the image from'],
      ['image: { source: a }', 'error at image: the image has no name'],
      [
        'image: { osSnapshot: a }\ngallery: { source: image }',
        'error at image: the image has no name',
      ],
    ],
  },
  'config/sources-are-distinct': {
    passes: ['{}', 'image: { osSnapshot: a, dataSnapshots: [b, 1=c] }', 'image: { source: a }'],
    fails: [
      [
        'image: { osSnapshot: a, dataSnapshots: [b, 5=A] }',
        "warning at image.dataSnapshots[1]: 'A' is the source of more than one disk",
      ],
      [
        'image: { source: a, dataDiskSources: [b, b] }',
        "warning at image.dataDiskSources[1]: 'b' is the source of more than one disk",
      ],
    ],
  },
  'config/image-tags': {
    passes: ['{}', 'image: { tags: {} }', `image: { tags: { team: '', 'a b.c': <> } }`],
    fails: [
      [`image: { tags: { 'a/b': c } }`, `error at image.tags["a/b"]: tag name 'a/b' holds /`],
      [
        `image: { tags: { a: ${long(257)} } }`,
        "error at image.tags.a: the value of tag 'a' has 257 characters",
      ],
      [
        `image: { tags: { ${Array.from({ length: 51 }, (_, index) => `t${String(index)}: x`).join(', ')} } }`,
        'error at image.tags: 51 tags are more than a resource can have',
      ],
      [
        `image: { tags: { Image-To-Pool-Commit: x, image-to-pool: y, image-to-poolside: z } }`,
        "error at image.tags.Image-To-Pool-Commit: tag name 'Image-To-Pool-Commit' is one that this action writes itself",
        "error at image.tags.image-to-pool: tag name 'image-to-pool' is one that this action writes itself",
      ],
      [
        `image: { tags: { ${Array.from({ length: 42 }, (_, index) => `t${String(index)}: x`).join(', ')} } }`,
        'notice at image.tags: 42 tags leave room for 8 of the 9 that say where the image comes from',
      ],
    ],
  },
})
