import type { Random } from './random.ts';

type Country = {
  countryCode: string;
  locale: string;
  weight: number;
  phonePrefix: string;
  cities: readonly string[];
  familyNames: readonly string[];
  givenNames: readonly string[];
};

/** A customer as the seed invents one; nobody real. */
export type SeedPerson = {
  firstName: string;
  lastName: string;
  email: string | null;
  phone: string | null;
  locale: string;
  countryCode: string;
  city: string;
};

const countries: readonly Country[] = [
  {
    countryCode: 'VN',
    locale: 'vi',
    weight: 46,
    phonePrefix: '+849',
    cities: ['Hà Nội', 'Thành phố Hồ Chí Minh', 'Đà Nẵng', 'Cần Thơ', 'Huế', 'Hải Phòng'],
    familyNames: ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô', 'Dương'],
    givenNames: [
      'Thị Hương',
      'Văn Đức',
      'Minh Châu',
      'Quốc Bảo',
      'Thùy Linh',
      'Anh Tuấn',
      'Ngọc Ánh',
      'Hữu Phước',
      'Khánh Vy',
      'Gia Hân',
      'Thanh Tùng',
      'Mỹ Duyên',
    ],
  },
  {
    countryCode: 'TH',
    locale: 'th',
    weight: 18,
    phonePrefix: '+668',
    cities: ['กรุงเทพมหานคร', 'เชียงใหม่', 'ขอนแก่น', 'ภูเก็ต'],
    familyNames: ['ศรีสุข', 'วงศ์ไทย', 'บุญมี', 'ทองดี', 'สุวรรณ', 'แสงจันทร์', 'ชัยวัฒน์'],
    givenNames: ['สมชาย', 'ศิริพร', 'อรทัย', 'ณัฐพล', 'พิมพ์ใจ', 'กิตติ', 'วรรณา', 'ธนากร', 'น้ำฝน'],
  },
  {
    countryCode: 'US',
    locale: 'en',
    weight: 10,
    phonePrefix: '+1555',
    cities: ['Portland', 'Austin', 'New York', 'Chicago'],
    familyNames: ['Carter', 'Nguyen', 'O’Brien', 'Johnson', 'Rivera', 'Clark'],
    givenNames: ['Emma', 'Liam', 'Olivia', 'Noah', 'Grace', 'Ethan', 'Zoë'],
  },
  {
    countryCode: 'GB',
    locale: 'en',
    weight: 4,
    phonePrefix: '+4477',
    cities: ['London', 'Leeds', 'Glasgow'],
    familyNames: ['Smith', 'Patel', 'Jones', 'MacLeod'],
    givenNames: ['Oliver', 'Amelia', 'Harry', 'Isla'],
  },
  {
    countryCode: 'JP',
    locale: 'ja',
    weight: 5,
    phonePrefix: '+8190',
    cities: ['東京', '大阪', '福岡'],
    familyNames: ['佐藤', '鈴木', '高橋', '田中', '渡辺'],
    givenNames: ['陽菜', '蓮', '結衣', '大翔', '美咲'],
  },
  {
    countryCode: 'KR',
    locale: 'ko',
    weight: 4,
    phonePrefix: '+8210',
    cities: ['서울', '부산'],
    familyNames: ['김', '이', '박', '최'],
    givenNames: ['서연', '민준', '지우', '하은'],
  },
  {
    countryCode: 'SG',
    locale: 'zh-CN',
    weight: 3,
    phonePrefix: '+658',
    cities: ['Singapore'],
    familyNames: ['陈', '林', '黄', '李'],
    givenNames: ['伟明', '佳怡', '俊杰', '秀英'],
  },
  {
    countryCode: 'DE',
    locale: 'de',
    weight: 3,
    phonePrefix: '+4915',
    cities: ['Köln', 'München', 'Berlin'],
    familyNames: ['Müller', 'Schäfer', 'Groß', 'Jäger'],
    givenNames: ['Jürgen', 'Anna', 'Lukas', 'Käthe'],
  },
  {
    countryCode: 'FR',
    locale: 'fr',
    weight: 3,
    phonePrefix: '+336',
    cities: ['Lyon', 'Nîmes', 'Paris'],
    familyNames: ['Lefèvre', 'Dubois', 'Moreau'],
    givenNames: ['Zoé', 'François', 'Hélène', 'Jules'],
  },
  {
    countryCode: 'ID',
    locale: 'id',
    weight: 2,
    phonePrefix: '+628',
    cities: ['Jakarta', 'Bandung'],
    familyNames: ['Wijaya', 'Santoso', 'Putri'],
    givenNames: ['Budi', 'Siti', 'Dewi', 'Agus'],
  },
  {
    countryCode: 'SA',
    locale: 'ar',
    weight: 2,
    phonePrefix: '+9665',
    cities: ['الرياض', 'جدة'],
    familyNames: ['العتيبي', 'الحربي'],
    givenNames: ['محمد', 'فاطمة', 'نورة'],
  },
];

const totalWeight = countries.reduce((total, country) => total + country.weight, 0);
const withoutEmail = 0.06;
const withoutPhone = 0.35;

/** The `serial`th invented customer. E-mails are unique and end in a reserved domain; some people have none, as in life. */
export function drawPerson(random: Random, serial: number): SeedPerson {
  const country = drawCountry(random);
  return {
    firstName: random.pick(country.givenNames),
    lastName: random.pick(country.familyNames),
    email: random.chance(withoutEmail) ? null : `${country.locale.slice(0, 2)}.customer${serial}@example.com`,
    phone: random.chance(withoutPhone)
      ? null
      : `${country.phonePrefix}${String(1_000_000 + serial).slice(-7)}`,
    locale: country.locale,
    countryCode: country.countryCode,
    city: random.pick(country.cities),
  };
}

function drawCountry(random: Random): Country {
  let left = random.uniform() * totalWeight;
  for (const country of countries) {
    left -= country.weight;
    if (left < 0) return country;
  }
  throw new Error('country weights do not add up');
}
